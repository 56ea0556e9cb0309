using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;

namespace Portal.Tests.Schemas;

/// <summary>Schemas and values by chance, from few names, so that two of them often have something to do with each other.</summary>
internal sealed class AvroSamples(int seed)
{
    private static readonly string[] Kinds = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
    private static readonly string[] Symbols = ["RED", "GREEN", "BLUE"];
    private readonly Random _chance = new(seed);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public string Schema()
    {
        _declared.Clear();
        return Type(depth: 0).ToJsonString();
    }

    public AvroValue Value(AvroSchema schema) => Value(schema, schema.Root, depth: 0);

    private JsonNode Type(int depth) =>
        _chance.Next(depth > 3 ? 3 : 9) switch
        {
            <= 2 => Kinds[_chance.Next(Kinds.Length)],
            3 => new JsonObject { ["type"] = "array", ["items"] = Type(depth + 1) },
            4 => new JsonObject { ["type"] = "map", ["values"] = Type(depth + 1) },
            5 => Enum(),
            6 => Named("F", () => new JsonObject { ["type"] = "fixed", ["size"] = _chance.Next(1, 4) }),
            7 => Union(depth),
            _ => Record(depth),
        };

    private JsonNode Enum() =>
        Named(
            "E",
            () =>
            {
                var symbols = Symbols.Take(_chance.Next(1, 4)).ToArray();
                var made = new JsonObject
                {
                    ["type"] = "enum",
                    ["symbols"] = new JsonArray([.. symbols.Select(s => (JsonNode)s)]),
                };
                if (_chance.Next(2) == 0)
                {
                    made["default"] = symbols[0];
                }

                return made;
            }
        );

    private JsonArray Union(int depth)
    {
        var kinds = Kinds.Where(_ => _chance.Next(3) == 0).Select(kind => (JsonNode)kind).ToList();
        kinds.Add(_chance.Next(2) == 0 || _declared.Contains("R") ? Enum() : Record(depth));
        return new JsonArray([.. kinds]);
    }

    private JsonNode Record(int depth) =>
        Named(
            "R",
            () =>
            {
                var fields = new JsonArray();
                foreach (var name in new[] { "a", "b", "c" }.Where(_ => _chance.Next(3) > 0))
                {
                    // A field may hold its own record again, where null can end it.
                    var again = _declared.Contains("R") && _chance.Next(4) == 0;
                    var field = new JsonObject
                    {
                        ["name"] = name,
                        ["type"] = again ? new JsonArray("null", "R") : Type(depth + 1),
                    };
                    if (again)
                    {
                        field["default"] = null;
                    }
                    else if (
                        field["type"] is JsonValue plain
                        && Default(plain.ToString()) is { } value
                        && _chance.Next(2) == 0
                    )
                    {
                        field["default"] = value;
                    }

                    fields.Add((JsonNode)field);
                }

                return new JsonObject { ["type"] = "record", ["fields"] = fields };
            }
        );

    private static JsonNode? Default(string kind) =>
        kind switch
        {
            "boolean" => true,
            "int" or "long" => 7,
            "float" or "double" => 1.5,
            "bytes" or "string" => "x",
            _ => null,
        };

    private JsonNode Named(string name, Func<JsonObject> make)
    {
        if (!_declared.Add(name))
        {
            return name == "R" ? "string" : name;
        }

        var made = make();
        made["name"] = name;
        return made;
    }

    private AvroValue Value(AvroSchema schema, AvroType type, int depth) =>
        type switch
        {
            AvroPrimitive simple => Value(simple.Kind),
            AvroArray list => new AvroValue.Items([.. Some(depth, _ => Value(schema, list.Items, depth + 1))]),
            AvroMap map => new AvroValue.Map([
                .. Some(
                    depth,
                    i =>
                        KeyValuePair.Create(
                            i.ToString(CultureInfo.InvariantCulture),
                            Value(schema, map.Values, depth + 1)
                        )
                ),
            ]),
            AvroUnion union => Value(
                schema,
                union.Branches[depth > 4 ? 0 : _chance.Next(union.Branches.Length)],
                depth + 1
            ),
            AvroUse use => schema.Of(use) switch
            {
                AvroEnum choice => new AvroValue.Symbol(
                    choice.FullName,
                    choice.Symbols[_chance.Next(choice.Symbols.Length)]
                ),
                AvroFixed size => new AvroValue.Fixed(size.FullName, [.. Bytes(size.Size)]),
                AvroRecord record => new AvroValue.Record(
                    record.FullName,
                    [.. record.Fields.Select(f => KeyValuePair.Create(f.Name, Value(schema, f.Type, depth + 1)))]
                ),
                _ => throw new InvalidOperationException(use.FullName),
            },
            _ => throw new InvalidOperationException(type.Word),
        };

    private IEnumerable<T> Some<T>(int depth, Func<int, T> make) =>
        Enumerable.Range(0, depth > 4 ? 0 : _chance.Next(4)).Select(make).ToImmutableArray();

    private AvroValue Value(AvroKind kind) =>
        kind switch
        {
            AvroKind.Null => new AvroValue.Nothing(),
            AvroKind.Boolean => new AvroValue.Truth(_chance.Next(2) == 0),
            AvroKind.Int => new AvroValue.Int(_chance.Next(int.MinValue, int.MaxValue)),
            AvroKind.Long => new AvroValue.Long(_chance.NextInt64(long.MinValue, long.MaxValue)),
            AvroKind.Float => new AvroValue.Single(_chance.NextSingle()),
            AvroKind.Double => new AvroValue.Double(_chance.NextDouble()),
            AvroKind.Bytes => new AvroValue.Bytes([.. Encoding.UTF8.GetBytes("bytes")]),
            _ => new AvroValue.Text($"é{_chance.Next(1000)}"),
        };

    private byte[] Bytes(int count)
    {
        var made = new byte[count];
        _chance.NextBytes(made);
        return made;
    }
}
