"""Steps of zenml pipelines, written in Python.

A step is a function: its parameters are the inputs and params of the step, what it returns are the
outputs. ``pythonStep("train", { script: "train.py", function: "train", ... })`` calls it::

    def train(rows, trees=100, context=None):
        ...
        return {"model": context.path("model.joblib"), "scores": {"accuracy": 0.97}}

A script that is run as a program says which function it is: ``run(train)``. By hand, outside of a
pipeline, the same call takes ``--rows rows.json --trees 5`` from the command line.

One file, standard library only: numpy, pyarrow and pandas are used where values need them. It speaks
JSON lines with the process that started it, on two descriptors of their own
(docs/reference/step-protocol.md). Python 3.8 or newer.
"""

import json
import os
import sys

PROTOCOL = 1
__all__ = ["Context", "StepError", "current", "run", "save", "step"]


class StepError(Exception):
    """Something that the author of the step can put right; the message says how."""


class Cancelled(BaseException):
    """The run was cancelled, or the step's time is up. Cleaning up in ``finally`` is all that is left."""


# --- what a step is given ---------------------------------------------------------------------------


class Context:
    """One execution of a step. A parameter called ``context`` receives it."""

    def __init__(self, task, channel):
        self.run = task["run"]
        self.step = task["step"]
        self.pipeline = task["pipeline"]
        self.attempt = task["attempt"]
        self.params = decode_json(task["params"])
        self.inputs = task["inputs"]
        self.outputs = task["outputs"]
        self._folder = task["folder"]
        self._channel = channel
        self._saved = set()

    def path(self, name):
        """A path in the temporary folder of this step, to write a file to that is then returned."""
        from pathlib import Path

        folder = os.path.join(self._folder, "files")
        os.makedirs(folder, exist_ok=True)
        return Path(folder, name)

    def input(self, name, wanted=None):
        """The value of an input. ``wanted`` may be ``Path``, ``bytes``, ``str``, or pandas' ``DataFrame``."""
        if name not in self.inputs:
            raise StepError("There is no input %r; there are: %s." % (name, listed(self.inputs)))
        return read_value(self.inputs[name], name, last_name(wanted))

    def save(self, name, value):
        """Writes an output now instead of returning it."""
        if name not in self.outputs:
            raise StepError("There is no output %r; declared are: %s." % (name, listed(self.outputs)))
        said = write_value(value, name, self.outputs[name])
        self._saved.add(name)
        self._channel.say(dict(said, type="output", name=name))

    def log(self, message, level="info"):
        """Writes a line into the log of the step."""
        self._channel.say({"type": "log", "level": level, "message": str(message)})

    def metadata(self, facts, output=None):
        """Notes facts on the step, or on the artifact of one of its outputs."""
        message = {"type": "metadata", "facts": json.loads(json.dumps(facts, allow_nan=False, default=plain))}
        if output is not None:
            message["output"] = output
        self._channel.say(message)

    def heartbeat(self):
        """Says that the step is alive; needed only where one thread computes for long without Python."""
        self._channel.say({"type": "heartbeat"})


_current = None


def current():
    """The context of the step that is being executed; None outside of a pipeline."""
    return _current


def save(name, value):
    """Writes an output of the step that is being executed."""
    if _current is None:
        raise StepError("save() was called outside of a step.")
    _current.save(name, value)


def step(function):
    """Marks a function as a step; it stays the function that it is."""
    function.is_zenml_step = True
    return function


def run(function, **given):
    """Runs a function as the step: in a pipeline with its inputs, by hand with arguments."""
    if _current is None:
        return run_by_hand(function, given)
    return finish(_current, call(function, _current))


# --- calling ----------------------------------------------------------------------------------------


def call(function, context):
    """Calls the function with the inputs and params that it names."""
    name = getattr(function, "__name__", "the function")
    inputs, params = context.inputs, context.params
    takes, needs, takes_all = parameters_of(function)
    extra = {"context": context, "params": params}
    given = set(inputs) | set(params)
    problems = ["%r is an input and a param" % one for one in sorted(set(inputs) & set(params))]
    if not takes_all:
        ignored = set(params) if "params" in takes and "params" not in given else set()
        problems += ["it takes no %r" % one for one in sorted(given - set(takes) - ignored)]
    problems += ["nothing is given for %r" % one for one in needs if one not in given and one not in extra]
    if problems:
        raise StepError(
            "%s() does not fit its step: %s. Its parameters are the names of the inputs and params, "
            "besides 'params' (all of them) and 'context'." % (name, "; ".join(problems))
        )
    hints = getattr(function, "__annotations__", {})
    arguments = {one: value for one, value in extra.items() if one in takes and one not in given}
    for one in inputs:
        if one in takes or takes_all:
            arguments[one] = read_value(inputs[one], one, last_name(hints.get(one)))
    arguments.update({one: value for one, value in params.items() if one in takes or takes_all})
    result = function(**arguments)
    if hasattr(result, "__await__"):
        import asyncio

        async def waited():
            return await result

        result = asyncio.run(waited())
    return result


def parameters_of(function):
    """Names that may be given, those that must, and whether any name may. Without `inspect` where possible."""
    code = getattr(function, "__code__", None)
    if code is not None and not hasattr(function, "__wrapped__") and not hasattr(function, "__self__"):
        positional = code.co_varnames[: code.co_argcount]
        keywords = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        optional = len(function.__defaults__ or ())
        needs = positional[: len(positional) - optional]
        needs += tuple(one for one in keywords if one not in (function.__kwdefaults__ or {}))
        return positional + keywords, needs, bool(code.co_flags & 0x08)
    import inspect

    kinds = inspect.Parameter
    found = inspect.signature(function).parameters.values()
    named = [one for one in found if one.kind in (kinds.POSITIONAL_OR_KEYWORD, kinds.KEYWORD_ONLY)]
    needs = [one.name for one in named if one.default is kinds.empty]
    return [one.name for one in named], needs, any(one.kind is kinds.VAR_KEYWORD for one in found)


def finish(context, result):
    """Writes what was returned."""
    names = list(context.outputs)
    missing = [name for name in names if name not in context._saved]
    if result is None and not missing:
        return
    if context.outputs and all(one.get("declared") for one in context.outputs.values()):
        if not isinstance(result, dict) or set(result) != set(missing):
            found = "keys %s" % listed(result) if isinstance(result, dict) else "a value of type %s" % kind_of(result)
            raise StepError(
                "The step must return a dictionary with the outputs %s; it returned %s."
                % (listed(missing), found)
            )
        for name in missing:
            context.save(name, result[name])
    elif result is not None:
        context.save(names[0], result)


def run_by_hand(function, given):
    """``python train.py --rows rows.json --trees 5``: values are JSON, text, or the paths of files."""
    arguments = dict(given)
    words = sys.argv[1:]
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            raise SystemExit("Give inputs and params as --name value; found %r." % word)
        name, _, value = word[2:].partition("=")
        if not value:
            if not words:
                raise SystemExit("--%s needs a value." % name)
            value = words.pop(0)
        arguments[name.replace("-", "_")] = value_by_hand(value, name, getattr(function, "__annotations__", {}))
    takes = parameters_of(function)[0]
    if "context" in takes and "context" not in arguments:
        arguments["context"] = by_hand_context()
    return function(**arguments)


FORMATS_BY_ENDING = {".json": "json", ".npy": "npy", ".arrow": "arrow", ".txt": "text", ".md": "text"}


def value_by_hand(text, name, hints):
    if os.path.isfile(text):
        ending = os.path.splitext(text)[1].lower()
        item = {"path": text, "format": FORMATS_BY_ENDING.get(ending, "file"), "materializer": "file"}
        return read_value(item, name, last_name(hints.get(name)))
    try:
        return json.loads(text)
    except ValueError:
        return text


def by_hand_context():
    import tempfile

    class Printing:
        def say(self, message):
            print(message.get("message") or json.dumps(message), file=sys.stderr)

    nobody = {"id": "", "name": "by hand", "definition": ""}
    task = {"run": nobody, "step": nobody, "pipeline": "", "attempt": 1, "params": {}}
    return Context(dict(task, inputs={}, outputs={}, folder=tempfile.mkdtemp()), Printing())


# --- values -----------------------------------------------------------------------------------------


def last_name(annotation):
    """`DataFrame` of `pandas.DataFrame`, `"pd.DataFrame"` and the class itself."""
    if annotation is None:
        return None
    if isinstance(annotation, str):
        text = annotation
    else:
        text = getattr(annotation, "__name__", None) or str(annotation)
        if getattr(annotation, "__module__", "").startswith("polars"):
            text = "polars." + text
    text = text.replace("pl.DataFrame", "polars.DataFrame")
    return "polars" if text.endswith("polars.DataFrame") else text.rpartition(".")[2]


def read_value(item, name, wanted=None):
    path, form = item["path"], item["format"]
    if wanted == "Path" or (form == "file" and wanted not in ("bytes", "str")):
        from pathlib import Path

        return Path(path)
    if form == "file" and wanted == "str":
        return path
    if wanted != "bytes" and form in READERS:
        return READERS[form](path, name, wanted)
    with open(path, "rb") as file:
        return file.read()


def read_json(path, _name, _wanted):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    value = json.loads(text)
    return decode_json(value) if '$type"' in text else value


def read_text(path, _name, _wanted):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


LARGE = 1 << 20


def read_npy(path, name, _wanted):
    numpy = needed("numpy", "input %r is an array" % name)
    if os.path.getsize(path) < LARGE:
        return numpy.load(path, allow_pickle=False)
    # A private view: pages are read when they are needed, and writing to it never reaches the file.
    return numpy.load(path, mmap_mode="c", allow_pickle=False).view(numpy.ndarray)


def read_arrow(path, name, wanted):
    arrow = needed("pyarrow", "input %r is an Arrow table" % name)
    source = arrow.memory_map(path)
    is_file = source.read(6) == b"ARROW1"
    source.seek(0)
    table = (arrow.ipc.open_file if is_file else arrow.ipc.open_stream)(source).read_all()
    if wanted == "Table":
        return table
    if wanted == "polars":
        return needed("polars", "input %r is wanted as polars.DataFrame" % name).from_arrow(table)
    if wanted == "DataFrame":
        needed("pandas", "input %r is wanted as a DataFrame" % name)
        return table.to_pandas()
    try:
        import pandas  # noqa: F401
    except ImportError:
        return table
    return table.to_pandas()


READERS = {"json": read_json, "npy": read_npy, "arrow": read_arrow, "text": read_text}


def needed(package, why):
    import importlib

    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise StepError(
            "%s needs the package %r, which cannot be imported (%s). Add it to the requirements of the "
            "step's environment." % (why[:1].upper() + why[1:], package, error)
        ) from None


def write_value(value, name, output):
    """Writes a value to where the output lies; says where that is and what it is."""
    wanted = output["format"]
    form = form_of(value) if wanted == "auto" else wanted
    writer = WRITERS.get(form, write_bytes)
    return dict(writer(value, name, output["path"]), format=form)


def form_of(value):
    """The format that a value chooses by itself."""
    module = type(value).__module__.partition(".")[0]
    kind = kind_of(value)
    if module == "numpy" and kind == "ndarray" and value.ndim > 0:
        return "npy"
    if module in ("pandas", "pyarrow", "polars") and kind in ("DataFrame", "Table", "RecordBatch"):
        return "arrow"
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "bytes"
    if isinstance(value, os.PathLike):
        return "file"
    return "image" if hasattr(value, "savefig") else "json"


def write_json(value, name, path):
    problems = []
    encoded = encode_json(value, "$", problems, ())
    if problems:
        more = "" if len(problems) <= 10 else " (and %d more)" % (len(problems) - 10)
        raise StepError(
            "Output %r cannot be written as JSON: %s%s. Return plain data, or declare the output as what it "
            "is: a table, an array, a file." % (name, "; ".join(problems[:10]), more)
        )
    with open(path, "w", encoding="utf-8", errors="surrogatepass") as file:
        json.dump(encoded, file, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return {"path": path}


def write_npy(value, name, path):
    numpy = needed("numpy", "output %r is declared as an array" % name)
    array = numpy.asarray(value)
    if array.dtype == numpy.bool_:
        array = array.astype(numpy.uint8)
    elif array.dtype == numpy.float16:
        array = array.astype(numpy.float32)
    if array.dtype.kind not in "iuf" or array.dtype.itemsize > 8 or array.ndim == 0:
        what = "a single number" if array.ndim == 0 else "an array of %s" % array.dtype
        raise StepError("Output %r is %s; an array has items of 1 to 8 bytes, numbers only." % (name, what))
    array = numpy.ascontiguousarray(array, dtype=array.dtype.newbyteorder("="))
    with open(path, "wb") as file:
        numpy.save(file, array, allow_pickle=False)
    return {"path": path, "metadata": range_of(numpy, array)}


def range_of(numpy, array):
    if array.size == 0:
        return {}
    low, high = float(numpy.fmin.reduce(array, axis=None)), float(numpy.fmax.reduce(array, axis=None))
    return {"min": low, "max": high} if numpy.isfinite([low, high]).all() else {}


def write_arrow(value, name, path):
    arrow = needed("pyarrow", "output %r is a table" % name)
    if isinstance(value, arrow.RecordBatch):
        value = arrow.Table.from_batches([value])
    elif type(value).__module__.startswith("polars"):
        value = value.to_arrow()
    elif isinstance(value, list):
        value = arrow.Table.from_pylist(value)
    elif isinstance(value, dict):
        value = arrow.table(value)
    elif not isinstance(value, arrow.Table):
        if type(value).__module__.partition(".")[0] != "pandas":
            raise StepError("Output %r is declared as a table; a value of type %s is none." % (name, kind_of(value)))
        value = arrow.Table.from_pandas(value)
    value = value.cast(arrow.schema([readable(arrow, field) for field in value.schema], value.schema.metadata))
    with arrow.OSFile(path, "wb") as sink, arrow.ipc.new_stream(sink, value.schema) as writer:
        writer.write_table(value)
    return {"path": path}


def readable(arrow, field):
    """Arrow has several layouts of text; not every reader knows the newest."""
    if str(field.type) == "string_view":
        return field.with_type(arrow.string())
    return field.with_type(arrow.binary()) if str(field.type) == "binary_view" else field


def write_file(value, name, path):
    if isinstance(value, (str, os.PathLike)):
        found = os.path.abspath(os.fspath(value))
        if not os.path.isfile(found):
            what = "a folder" if os.path.isdir(found) else "not there"
            raise StepError("Output %r is the file %s, which is %s." % (name, found, what))
        return {"path": found}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return write_bytes(value, name, path)
    raise StepError("Output %r is declared as a file; return its path, not a value of type %s." % (name, kind_of(value)))


def write_bytes(value, name, path):
    if isinstance(value, os.PathLike):
        return write_file(value, name, path)
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise StepError("Output %r takes bytes or a Path, not a value of type %s." % (name, kind_of(value)))
    with open(path, "wb") as file:
        file.write(value)
    return {"path": path}


def write_text(value, name, path):
    if isinstance(value, os.PathLike):
        return write_file(value, name, path)
    if not isinstance(value, str):
        raise StepError("Output %r takes text, not a value of type %s." % (name, kind_of(value)))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(value)
    return {"path": path}


def write_image(value, name, path):
    if not hasattr(value, "savefig"):
        return write_bytes(value, name, path)
    value.savefig(path, format="png")
    return {"path": path}


WRITERS = {
    "json": write_json,
    "npy": write_npy,
    "arrow": write_arrow,
    "file": write_file,
    "html": write_text,
    "markdown": write_text,
    "image": write_image,
}

# --- JSON with types (docs/decisions/json-format.md) ------------------------------------------------

ARRAY_TYPES = {
    "Int8Array": "<i1",
    "Uint8Array": "<u1",
    "Uint8ClampedArray": "<u1",
    "Int16Array": "<i2",
    "Uint16Array": "<u2",
    "Int32Array": "<i4",
    "Uint32Array": "<u4",
    "Float32Array": "<f4",
    "Float64Array": "<f8",
    "BigInt64Array": "<i8",
    "BigUint64Array": "<u8",
}
SAFE_INTEGER = 2**53 - 1
MAX_DEPTH = 500


def tag(kind, value):
    return {"$type": kind, "value": value}


def encode_json(value, path, problems, above):
    if value is None or value is True or value is False or isinstance(value, str):
        return value if value is None or isinstance(value, bool) else str(value)
    if isinstance(value, int):
        whole = int(value)
        return whole if -SAFE_INTEGER <= whole <= SAFE_INTEGER else tag("bigint", str(whole))
    if isinstance(value, float):
        return encode_float(float(value))
    if len(above) >= MAX_DEPTH or id(value) in above:
        problems.append("%s %s" % (path, "contains itself" if id(value) in above else "lies too deep"))
        return None
    return encode_object(value, path, problems, above + (id(value),))


def encode_float(value):
    if value != value:
        return tag("number", "NaN")
    if value in (float("inf"), float("-inf")):
        return tag("number", "Infinity" if value > 0 else "-Infinity")
    return tag("number", "-0") if value == 0 and str(value) == "-0.0" else value


def encode_object(value, path, problems, above):
    if isinstance(value, dict):
        return encode_dict(value, path, problems, above)
    if isinstance(value, (list, tuple)):
        return [encode_json(item, "%s[%d]" % (path, index), problems, above) for index, item in enumerate(value)]
    if isinstance(value, (set, frozenset)):
        ordered = sorted(value, key=lambda item: (kind_of(item), repr(item)))
        return tag("set", [encode_json(item, path + ".values()", problems, above) for item in ordered])
    if isinstance(value, (bytes, bytearray, memoryview)):
        return tag("Uint8Array", base64_of(bytes(value)))
    date = encode_date(value)
    if date is not None:
        return date
    if type(value).__module__.partition(".")[0] == "numpy":
        if kind_of(value) == "ndarray":
            return encode_array(value, path, problems, above)
        plain_value = value.item()
        if type(plain_value).__module__ == "builtins":
            return encode_json(plain_value, path, problems, above)
    problems.append("%s is a value of type %s" % (path, kind_of(value)))
    return None


def encode_dict(value, path, problems, above):
    if all(isinstance(key, str) for key in value):
        return {
            escaped(key): encode_json(item, "%s.%s" % (path, key), problems, above) for key, item in value.items()
        }
    entries = [
        [encode_json(key, path + ".keys()", problems, above), encode_json(item, "%s.get(%r)" % (path, key), problems, above)]
        for key, item in value.items()
    ]
    return tag("map", entries)


def escaped(key):
    return "$" + key if is_tag_like(key) else str(key)


def is_tag_like(key):
    return key.startswith("$") and key.lstrip("$") == "type"


def encode_date(value):
    """Dates without a zone are taken as UTC; what is finer than a millisecond is dropped."""
    if "datetime" not in sys.modules:
        return None
    import datetime

    if not isinstance(value, datetime.date):
        return None
    if value != value:
        return tag("date", None)
    if not isinstance(value, datetime.datetime):
        return tag("date", value.isoformat() + "T00:00:00.000Z")
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc)
    text = "%04d-%02d-%02dT%02d:%02d:%02d" % (value.year, value.month, value.day, value.hour, value.minute, value.second)
    return tag("date", "%s.%03dZ" % (text, value.microsecond // 1000))


def encode_array(value, path, problems, above):
    name = next((one for one, kind in ARRAY_TYPES.items() if value.dtype.newbyteorder("<").str[1:] == kind[1:]), None)
    if value.ndim != 1 or name is None:
        return encode_json(value.tolist(), path, problems, above[:-1])
    return tag(name, base64_of(value.astype(value.dtype.newbyteorder("<")).tobytes()))


def base64_of(content):
    import base64

    return base64.b64encode(content).decode("ascii")


def decode_json(value):
    if isinstance(value, list):
        return [decode_json(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$type" in value:
        return decode_tag(value["$type"], value.get("value"))
    return {(key[1:] if is_tag_like(key) else key): decode_json(item) for key, item in value.items()}


def decode_tag(kind, value):
    if kind == "number":
        return float(value)
    if kind == "bigint":
        return int(value)
    if kind == "date":
        return decode_date(value)
    if kind == "set":
        items = decode_json(value)
        return set(items) if all(is_hashable(item) for item in items) else items
    if kind == "map":
        entries = [(hashable(decode_json(key)), decode_json(item)) for key, item in value]
        return dict(entries)
    if kind in ARRAY_TYPES:
        return decode_array(ARRAY_TYPES[kind], value)
    raise StepError("The JSON holds a value of the unknown type %r." % kind)


def decode_date(value):
    import datetime

    if value is None:
        return None
    text = value[:-1] if value.endswith("Z") else value
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f").replace(tzinfo=datetime.timezone.utc)


def decode_array(kind, text):
    import base64

    content = base64.b64decode(text)
    try:
        import numpy

        return numpy.frombuffer(content, dtype=kind).copy()
    except ImportError:
        import struct

        letter = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q", "f4": "f", "f8": "d"}
        return list(struct.unpack("<%d%s" % (len(content) // int(kind[2]), letter[kind[1:]]), content))


def is_hashable(value):
    try:
        hash(value)
        return True
    except TypeError:
        return False


def hashable(value):
    if isinstance(value, list):
        return tuple(hashable(item) for item in value)
    return value if is_hashable(value) else json.dumps(value, default=str)


def plain(value):
    """For facts: what numpy calls a number is one."""
    return value.item() if hasattr(value, "item") else str(value)


def kind_of(value):
    return type(value).__qualname__


def listed(names):
    return ", ".join(repr(name) for name in names) or "none"


# --- serving ----------------------------------------------------------------------------------------


class Channel:
    """JSON lines to the process that started this one."""

    def __init__(self, descriptor):
        import _thread

        self._descriptor = descriptor
        self._lock = _thread.allocate_lock()

    def say(self, message):
        line = json.dumps(message, allow_nan=False).encode("utf-8") + b"\n"
        with self._lock:
            while line:
                line = line[os.write(self._descriptor, line) :]


HEARTBEAT_SECONDS = 5
SECONDS_TO_CLEAN_UP = 2


class Server:
    """Executes one step after the other, until the other side closes its end."""

    def __init__(self, reading, writing):
        from _queue import SimpleQueue

        os.set_inheritable(reading, False)
        os.set_inheritable(writing, False)
        self._reading = reading
        self._channel = Channel(writing)
        self._calls = SimpleQueue()
        self._busy = False
        self._interval = HEARTBEAT_SECONDS

    def serve(self):
        # What `signal` makes enums of, which takes longer than all else here.
        import _signal as signal
        import _thread
        import faulthandler

        faulthandler.enable()
        signal.signal(signal.SIGTERM, self._cancel)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if sys.path[0] == "":
            # The working folder: what lies there is no part of what the step is known to consist of.
            del sys.path[0]
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
        _thread.start_new_thread(self._read, ())
        _thread.start_new_thread(self._beat, ())
        while True:
            task = self._calls.get()
            if task is None:
                return
            self._execute(task)

    def _read(self):
        with open(self._reading, "rb") as lines:
            for line in lines:
                message = json.loads(line)
                if message["type"] == "start":
                    self._calls.put(message)
        if self._busy:
            self._end_myself()
        self._calls.put(None)

    def _end_myself(self):
        """Nobody is there any more who would take the outputs."""
        import signal
        import time

        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SECONDS_TO_CLEAN_UP)
        os._exit(1)

    def _beat(self):
        import time

        while True:
            time.sleep(self._interval)
            if self._busy:
                try:
                    self._channel.say({"type": "heartbeat"})
                except OSError:
                    return

    def _cancel(self, _signal, _frame):
        if self._busy:
            raise Cancelled("the step was cancelled")
        os._exit(0)

    def _execute(self, task):
        global _current
        place = Place(task["python"]["script"])
        self._interval = task["heartbeat_seconds"]
        self._busy = True
        try:
            _current = Context(task, self._channel)
            execute(task["python"], _current)
            verdict = {"type": "done"}
        except Cancelled:
            end_streams(task["mark"])
            os._exit(1)
        except BaseException as error:
            verdict = dict(describe(error, task["python"]["script"]), type="failed")
        finally:
            _current = None
            self._busy = False
        place.restore()
        try:
            self._channel.say(dict(verdict, streams=end_streams(task["mark"])))
        except OSError:
            # The step closed the channel: the other side has given up on this process.
            os._exit(1)


class Place:
    """What a step may have changed in its process, and finds fresh the next time."""

    def __init__(self, script):
        self.folder = os.path.dirname(os.path.realpath(script))
        self.cwd = os.getcwd()
        self.environment = dict(os.environ)
        self.path = list(sys.path)
        self.arguments = list(sys.argv)

    def restore(self):
        os.chdir(self.cwd)
        if dict(os.environ) != self.environment:
            os.environ.clear()
            os.environ.update(self.environment)
        sys.path[:] = self.path
        sys.argv[:] = self.arguments
        for name, module in list(sys.modules.items()):
            if name != "__main__" and name != __name__ and self._is_local(module):
                del sys.modules[name]

    def _is_local(self, module):
        file = getattr(module, "__file__", None)
        if file is None:
            file = next(iter(getattr(module, "__path__", ())), None)
        if not isinstance(file, str):
            return False
        return is_own(os.path.realpath(file), self.folder)


def is_own(file, folder):
    """Whether a file is the person's own, rather than of a package that was installed."""
    if not file.startswith(os.path.join(folder, "")):
        return False
    parts = file[len(folder) :].split(os.sep)
    return "site-packages" not in parts and "dist-packages" not in parts


def end_streams(mark):
    """Writes the mark by which the other side knows that nothing more of this step will come."""
    ended = []
    for name, stream, descriptor in (("stdout", sys.stdout, 1), ("stderr", sys.stderr, 2)):
        try:
            stream.flush()
            os.write(descriptor, ("\0%s\n" % mark).encode("ascii"))
            ended.append(name)
        except (OSError, ValueError, AttributeError):
            continue
    return ended


def execute(python, context):
    script, function = python["script"], python["function"]
    sys.path.insert(0, os.path.dirname(script))
    sys.argv[:] = [script]
    if function is None:
        run_script(script, context)
        return
    module = load(script)
    found = getattr(module, function, None)
    if not callable(found):
        names = [name for name, one in vars(module).items() if callable(one) and getattr(one, "__module__", "") == module.__name__]
        raise StepError("%s has no function %r; it has: %s." % (os.path.basename(script), function, listed(names)))
    finish(context, call(found, context))


def run_script(script, context):
    import runpy

    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as error:
        if error.code not in (None, 0):
            raise
    missing = [name for name, one in context.outputs.items() if one.get("declared") and name not in context._saved]
    if missing:
        raise StepError(
            "%s ended without the outputs %s. Call run(function) of zenml_step, or save(name, value)."
            % (os.path.basename(script), listed(missing))
        )


def load(script):
    """The script as a module under its own name, so that what is pickled can be found again."""
    import importlib.util

    name = os.path.splitext(os.path.basename(script))[0]
    if name in sys.modules:
        name += "_step"
    spec = importlib.util.spec_from_file_location(name, script)
    if spec is None or spec.loader is None:
        raise StepError("%s is no Python file." % script)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


LONGEST_TRACEBACK = 20000
THIS_FILE = (lambda: None).__code__.co_filename


def describe(error, script):
    """Name, message, traceback and place of an error: the frames of this file are nobody's business."""
    import traceback

    trace = without_own_frames(error.__traceback__)
    if isinstance(error, StepError) and trace is None:
        return {"error": {"name": "StepError", "message": message_of(error)}}
    text = "".join(traceback.format_exception(type(error), error, trace))
    if len(text) > LONGEST_TRACEBACK:
        text = text[:2000] + "\n...\n" + text[-LONGEST_TRACEBACK:]
    described = {"name": type(error).__name__, "message": message_of(error), "traceback": text}
    place = place_of(error, traceback.extract_tb(trace), os.path.dirname(os.path.realpath(script)))
    if place is not None:
        described["location"] = {"file": place[0], "line": place[1]}
    return {"error": described}


def without_own_frames(trace):
    internal = (THIS_FILE, "<frozen runpy>", "<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>")
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file not in internal and not file.endswith("runpy.py"):
            return trace
        trace = trace.tb_next
    return None


def place_of(error, frames, folder):
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 1
    frames = [frame for frame in frames if frame.filename != THIS_FILE]
    own = [frame for frame in frames if is_own(os.path.realpath(frame.filename), folder)]
    last = own[-1] if own else frames[-1] if frames else None
    return None if last is None else (last.filename, last.lineno or 1)


def message_of(error):
    try:
        text = str(error)
    except Exception:
        text = "(its message cannot be shown)"
    if isinstance(error, SystemExit):
        return "The step exited the process with %s before it was done." % (error.code,)
    if isinstance(error, ModuleNotFoundError) and error.name:
        return "%s. Add it to the requirements of the step's environment (%s)." % (text, sys.executable)
    return text


def serve():
    """What the process that runs a pipeline starts: ``python -c "import zenml_step; zenml_step.serve()"``."""
    Server(int(os.environ["ZENML_STEP_IN"]), int(os.environ["ZENML_STEP_OUT"])).serve()


def connect():
    """For a command that is a Python program: ``run()`` finds its task by itself."""
    global _current
    if _current is None and "ZENML_STEP_TASK" in os.environ and "ZENML_STEP_SERVER" not in os.environ:
        with open(os.environ["ZENML_STEP_TASK"], encoding="utf-8") as file:
            _current = Context(json.load(file), Channel(int(os.environ["ZENML_STEP_OUT"])))


connect()
