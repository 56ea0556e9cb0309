"""Runs the snippet in its input with classes that take any call in place of confluent_kafka's, and prints the settings that they are given."""

import json
import sys
import types


class Client:
    def __init__(self, settings):
        print(json.dumps(settings))

    def __getattr__(self, name):
        return lambda *args, **named: print(json.dumps([name, *map(first, args)]))


def first(of):
    one = of[0] if isinstance(of, list) else of
    return getattr(one, "name", one)


class ConfigResource:
    Type = types.SimpleNamespace(TOPIC="topic")

    def __init__(self, kind, name):
        self.name = name


root = types.ModuleType("confluent_kafka")
root.Consumer = root.Producer = Client
root.admin = types.ModuleType("confluent_kafka.admin")
root.admin.AdminClient = Client
root.admin.ConfigResource = ConfigResource
sys.modules["confluent_kafka"], sys.modules["confluent_kafka.admin"] = root, root.admin
exec(compile(sys.stdin.read(), "snippet.py", "exec"), {"key": None, "value": None})
