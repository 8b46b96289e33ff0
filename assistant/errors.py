"""What goes wrong, each error one sentence for a person: what happened, what was expected, what to do.

OwlishError
├── ConfigError        a value in the configuration, with file and line
├── SenseError         a device or a file that should hear, see or speak
│   ├── CameraError
│   ├── SpeakerError
│   └── VoiceError     a text of which the voice can make no sound
├── SkillError         a skill failed to load, crashed or hung; names the skill and its distribution
│   └── PermissionDenied   a skill reached for what it was not granted; names the permission
├── StoreError         the database: full disk, read-only home, newer version, damage
├── AlreadyRunning     another Owlish holds the microphone of this user
├── NetworkError       a host that a skill asked did not answer as it should
│   ├── RequestRefused it did not take what it was asked, nor will it before something is changed
│   └── OfflineError   something asked for the network while offline mode is on
├── ServiceError       systemd is missing or refuses, or the service has not what it needs
└── BadInput           a file or text that cannot be used
    └── OutOfReach     a file that the system does not give now; another time it may

Errors of the models stand apart (models.errors.ModelError): that floor knows nothing of this one.
"""


class OwlishError(Exception):
    """Base of every error raised on purpose; its text can be shown as it is."""


class ConfigError(OwlishError):
    pass


class SenseError(OwlishError):
    pass


class CameraError(SenseError):
    pass


class SpeakerError(SenseError):
    pass


class VoiceError(SenseError):
    pass


class SkillError(OwlishError):
    pass


class StoreError(OwlishError):
    pass


class AlreadyRunning(OwlishError):
    pass


class PermissionDenied(SkillError):
    pass


class NetworkError(OwlishError):
    pass


class RequestRefused(NetworkError):
    pass


class OfflineError(NetworkError):
    pass


class ServiceError(OwlishError):
    pass


class BadInput(OwlishError):
    pass


class OutOfReach(BadInput):
    pass


def unwrapped(error: Exception) -> Exception:
    """The first of the errors that task groups put into groups; any other as it is."""
    while inner := getattr(error, "exceptions", ()):
        error = inner[0]
    return error


def kind_of(error: Exception) -> str:
    """The name of its class, or of the class above it that is one of these: what a kind that is its module's alone is elsewhere."""
    return next((kind.__name__ for kind in type(error).__mro__ if globals().get(kind.__name__) is kind), type(error).__name__)
