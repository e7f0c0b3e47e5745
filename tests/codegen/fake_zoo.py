"""Calls a library of the zoo through the generated ctypes module; any difference ends with an AssertionError."""

import ctypes
import importlib.util
import struct
import sys

spec = importlib.util.spec_from_file_location("abi", sys.argv[1])
assert spec is not None and spec.loader is not None
abi = importlib.util.module_from_spec(spec)
spec.loader.exec_module(abi)
zoo = abi.load(sys.argv[2])

animal = ctypes.c_uint64()
assert zoo.animal_init(2, 255, b"a\0z", 3, b"\x05\x06", 2, ctypes.byref(animal)) == 0
assert animal.value == 2 << 32 | 255 << 16 | ord("z") << 8 | 6
assert zoo.animal_init(1, 4, b"z", 1, None, 0, ctypes.byref(animal)) == 0
assert animal.value == 1 << 32 | 4 << 16 | ord("z") << 8 | 255

assert zoo.zoo_complaint(65535) == b"the last day"
assert zoo.animal_destroy(1, -1) == -1
assert zoo.animal_destroy(0, 0) == abi.Status.INVALID_HANDLE

value = ctypes.create_string_buffer(4)
kind = ctypes.c_int32()
assert zoo.animal_get_option(7, abi.OptionId.NAP, value, 2, ctypes.byref(kind), -3) == -3
assert (value.raw, kind.value) == (b"\7\7\0\0", 5)
assert zoo.animal_name(ord("n"), value, 4) == 4
assert value.raw == b"nnnn"

report = abi.Report(size=ctypes.sizeof(abi.Report))
fur, tail, size = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_uint64()
assert zoo.animal_report(9, report, ctypes.byref(fur), ctypes.byref(size), 1, ctypes.byref(tail)) == 16
assert report.meals == 9
assert ctypes.string_at(fur.value, size.value) == b"\1\2\3\4"
assert tail.value == fur.value + 1

meals = (abi.Meal * 2)(abi.Meal(weight=10), abi.Meal(weight=20, label=(ctypes.c_uint8 * 5)(1, 2, 3, 4, 5)))
left = (abi.Meal * 2)()
assert zoo.animal_feed_async(1, meals, 2, left, 2, 3, 4) == 28
assert bytes(left) == bytes(meals)
packed = b"".join(struct.pack(abi.MEAL_FORMAT, weight, 0, 0, 0, 0, 0, 0, 0, 0, b"") for weight in (10, 30))
assert zoo.animal_feed_async(1, packed, 2, None, 0, 3, 4) == 38

KEEPS_THE_LOCK = 4  # FUNCFLAG_PYTHONAPI of ctypes
holding = {name for name, *_ in abi._FUNCTIONS if getattr(zoo, name)._flags_ & KEEPS_THE_LOCK}
assert {name for name, *_ in abi._FUNCTIONS} - holding == {"animal_init", "animal_destroy"}

for wrong in [("name", 1), (b"name", "1"), (b"name", 1.5)]:
    try:
        zoo.animal_init(1, 4, *wrong, None, 0, ctypes.byref(animal))
    except ctypes.ArgumentError:
        continue
    raise AssertionError(f"{wrong} was accepted")

assert abi.OPTIONS["name"].default == "Nobody"
assert abi.OPTIONS["mark"].default == b""
assert abi.OPTIONS["tame"] == ("tame", 6, "bool", "none", 0, 1, True, True, True, "Whether it is tame.")
assert abi.Permission.LEAVE | abi.Permission.BITE == 3
assert abi.Status.LATE is abi.Status.TIMED_OUT
assert abi.MAX_WEIGHT == 2**64 - 1
