"""python -m models.vilbert: makes the data, trains, distils, evaluates and exports the fusion."""

from models.vilbert.commands import main

if __name__ == "__main__":
    main()
