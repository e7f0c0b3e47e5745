"""The system's libzmq, which knows GSSAPI: the one in pyzmq's wheel does not."""

import ctypes
import ctypes.util

PAIR, PUB, SUB = 0, 1, 2
LINGER, RCVTIMEO, SNDTIMEO, LAST_ENDPOINT, SUBSCRIBE = 17, 27, 28, 32, 6
GSSAPI_SERVER, GSSAPI_PRINCIPAL, GSSAPI_SERVICE_PRINCIPAL, GSSAPI_PLAINTEXT = 62, 63, 64, 65
SNDMORE, RCVMORE = 2, 13

OPTIONS = {
    "gssapi_server": GSSAPI_SERVER,
    "gssapi_principal": GSSAPI_PRINCIPAL,
    "gssapi_service_principal": GSSAPI_SERVICE_PRINCIPAL,
    "gssapi_plaintext": GSSAPI_PLAINTEXT,
}


def load():
    library = ctypes.CDLL(ctypes.util.find_library("zmq"), use_errno=True)
    for name in ("zmq_ctx_new", "zmq_socket"):
        getattr(library, name).restype = ctypes.c_void_p
    library.zmq_socket.argtypes = [ctypes.c_void_p, ctypes.c_int]
    for name in ("zmq_ctx_term", "zmq_close", "zmq_msg_init", "zmq_msg_close"):
        getattr(library, name).argtypes = [ctypes.c_void_p]
    for name in ("zmq_bind", "zmq_connect"):
        getattr(library, name).argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    library.zmq_setsockopt.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t]
    library.zmq_getsockopt.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]
    library.zmq_send.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    library.zmq_msg_recv.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
    library.zmq_msg_data.argtypes = [ctypes.c_void_p]
    library.zmq_msg_data.restype = ctypes.c_void_p
    library.zmq_msg_size.argtypes = [ctypes.c_void_p]
    library.zmq_msg_size.restype = ctypes.c_size_t
    library.zmq_msg_more.argtypes = [ctypes.c_void_p]
    library.zmq_has.argtypes = [ctypes.c_char_p]
    return library


lib = load()
HAS_GSSAPI = bool(lib.zmq_has(b"gssapi"))


def checked(result):
    if result is None or result < 0:
        raise OSError(ctypes.get_errno(), "libzmq failed")
    return result


class Socket:
    """A socket in a context of its own, with these of our options."""

    def __init__(self, kind, patience, **options):
        self.context = checked(lib.zmq_ctx_new())
        self.socket = checked(lib.zmq_socket(self.context, kind))
        for option, value in ((LINGER, 0), (RCVTIMEO, patience), (SNDTIMEO, patience)):
            self.set(option, value)
        for name, value in options.items():
            self.set(OPTIONS[name], value.encode() if isinstance(value, str) else int(value))

    def set(self, option, value):
        data = value if isinstance(value, bytes) else int(value).to_bytes(4, "little")
        checked(lib.zmq_setsockopt(self.socket, option, data, len(data)))

    def bind(self, endpoint):
        checked(lib.zmq_bind(self.socket, endpoint.encode()))
        text, size = ctypes.create_string_buffer(256), ctypes.c_size_t(256)
        checked(lib.zmq_getsockopt(self.socket, LAST_ENDPOINT, text, ctypes.byref(size)))
        return text.value.decode()

    def connect(self, endpoint):
        checked(lib.zmq_connect(self.socket, endpoint.encode()))

    def send(self, parts, timeout=None):
        for part in parts[:-1]:
            checked(lib.zmq_send(self.socket, part, len(part), SNDMORE))
        checked(lib.zmq_send(self.socket, parts[-1], len(parts[-1]), 0))

    def recv(self, timeout=None):
        parts, more = [], True
        message = ctypes.create_string_buffer(64)
        while more:
            checked(lib.zmq_msg_init(message))
            checked(lib.zmq_msg_recv(message, self.socket, 0))
            parts.append(ctypes.string_at(lib.zmq_msg_data(message), lib.zmq_msg_size(message)))
            more = bool(lib.zmq_msg_more(message))
            lib.zmq_msg_close(message)
        return parts

    def __enter__(self):
        return self

    def __exit__(self, *_):
        lib.zmq_close(self.socket)
        lib.zmq_ctx_term(self.context)
