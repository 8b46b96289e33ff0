"""What goes wrong with a model, each said in one sentence that names the remedy.

ModelError
├── UnknownModel      no such id in the registry
├── ModelMissing      known, but not prepared on this machine
├── DamagedModel      a file is not what its manifest or the registry says
├── FetchFailed       a package could not be fetched
├── CannotKeep        the disk is full, or the folder of the models cannot be written
├── UnfitInput        an array, a text or a file that the model cannot take
├── ProviderFell      the wanted execution provider does not run here; another one would have, silently
└── OutOfMemory       the memory that a model needs is not there
"""


class ModelError(Exception):
    """Base of every error that the models raise on purpose; its text is one sentence for a person."""


class UnknownModel(ModelError):
    pass


class ModelMissing(ModelError):
    pass


class DamagedModel(ModelError):
    pass


class FetchFailed(ModelError):
    pass


class CannotKeep(ModelError):
    pass


class UnfitInput(ModelError):
    pass


class ProviderFell(ModelError):
    pass


class OutOfMemory(ModelError):
    pass
