using System.Text.Json;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>An object whose members are the columns. A member that isn't there is null, unless the table says otherwise.</summary>
public sealed class JsonFormat : IRowFormat
{
    private const string IgnoreErrors = "json.ignore-parse-errors";
    private const string FailOnMissing = "json.fail-on-missing-field";
    private const string AsPlain = "json.encode.decimal-as-plain-number";
    private const string IgnoreNulls = "json.encode.ignore-null-fields";
    private readonly IReadOnlyList<Field> _fields;
    private readonly bool _ignoresErrors;
    private readonly bool _failsOnMissing;
    private readonly JsonValues _values;

    public JsonFormat(IReadOnlyList<Field> fields, FormatOptions options)
    {
        _fields = fields;
        (_ignoresErrors, _failsOnMissing) = (options.IsOn(IgnoreErrors), options.IsOn(FailOnMissing));
        var standard = options.Get("json.timestamp-format.standard") ?? "SQL";
        if (standard is not ("SQL" or "ISO-8601"))
        {
            throw new SqlDataException(
                $"Unsupported value '{standard}' for timestamp-format.standard. Supported values are [SQL, ISO-8601]."
            );
        }

        if (fields.Any(field => HasOtherKeys(field.Type)))
        {
            throw new SqlDataException("JSON format doesn't support non-string as type of map key.");
        }

        _values = new(standard == "ISO-8601", options.IsOn(AsPlain), options.IsOn(IgnoreNulls));
    }

    public object?[]? Decode(byte[] bytes)
    {
        try
        {
            using var document = JsonRecord.Read(bytes);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new SqlDataException("it isn't an object");
            }

            var row = new object?[_fields.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] =
                    root.TryGetProperty(_fields[i].Name, out var member) ? Value(member, _fields[i])
                    : _failsOnMissing
                        ? throw new SqlDataException($"could not find field with name '{_fields[i].Name}'")
                    : null;
            }

            return row;
        }
        catch (Exception unread) when (unread is JsonException or SqlDataException or InvalidOperationException)
        {
            return _ignoresErrors ? null : throw new SqlDataException($"Failed to deserialize JSON: {unread.Message}");
        }
    }

    public byte[] Encode(object?[] values)
    {
        var to = new JsonBytes();
        _values.Members(to, values.Select((value, i) => (_fields[i].Name, value, _fields[i].Type)));
        return to.Written.ToArray();
    }

    private static bool HasOtherKeys(SqlType type) =>
        (type.Root == TypeRoot.Map && !type.Items[0].IsText) || type.Items.Any(HasOtherKeys);

    // With errors ignored, a field that can't be read is null and the others stay.
    private object? Value(JsonElement member, Field field)
    {
        try
        {
            return _values.Read(member, field.Type);
        }
        catch (SqlDataException unread)
        {
            return _ignoresErrors
                ? null
                : throw new SqlDataException($"fail to deserialize at field {field.Name}: {unread.Message}");
        }
    }
}
