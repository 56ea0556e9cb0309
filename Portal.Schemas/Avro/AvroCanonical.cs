using System.Globalization;
using System.Text;

namespace Portal.Schemas.Avro;

/// <summary>
/// A schema by what decides how data are written, in one way ("Parsing Canonical Form for Schemas"): full names and types; without
/// defaults, aliases, descriptions and logical types.
/// </summary>
public static class AvroCanonical
{
    /// <summary>Whether a value is the same bytes by both: a logical type, which the form leaves out, decides what is written for it.</summary>
    public static bool WriteTheSame(AvroSchema one, AvroSchema other) =>
        Written(one, withLogicals: true) == Written(other, withLogicals: true);

    /// <param name="withLogicals">False: as the specification has it.</param>
    internal static string Written(AvroSchema schema, bool withLogicals)
    {
        var text = new StringBuilder();
        new Writing(schema, withLogicals, text).Write(schema.Root);
        return text.ToString();
    }

    private sealed class Writing(AvroSchema schema, bool withLogicals, StringBuilder text)
    {
        private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

        public void Write(AvroType type)
        {
            switch (type)
            {
                case AvroPrimitive primitive:
                    Quoted(withLogicals ? primitive.Word : primitive.Name);
                    break;
                case AvroArray array:
                    Inside("array", "items", () => Write(array.Items));
                    break;
                case AvroMap map:
                    Inside("map", "values", () => Write(map.Values));
                    break;
                case AvroUnion union:
                    List(union.Branches, Write);
                    break;
                // Declared where it is first used, named elsewhere.
                case AvroUse use when _declared.Add(use.FullName):
                    Declare(schema.Of(use));
                    break;
                case AvroUse use:
                    Quoted(use.FullName);
                    break;
                default:
                    throw new InvalidOperationException(type.GetType().Name);
            }
        }

        private void Declare(AvroNamed named)
        {
            text.Append("{\"name\":");
            Quoted(named.FullName);
            switch (named)
            {
                case AvroRecord record:
                    text.Append(",\"type\":\"record\",\"fields\":");
                    List(record.Fields, Field);
                    break;
                case AvroEnum symbols:
                    text.Append(",\"type\":\"enum\",\"symbols\":");
                    List(symbols.Symbols, Quoted);
                    break;
                case AvroFixed bytes:
                    text.Append(CultureInfo.InvariantCulture, $",\"type\":\"fixed\",\"size\":{bytes.Size}");
                    text.Append(withLogicals ? bytes.Logical?.WordOver(",") : "");
                    break;
                default:
                    throw new InvalidOperationException(named.GetType().Name);
            }

            text.Append('}');
        }

        private void Field(AvroField field)
        {
            text.Append("{\"name\":");
            Quoted(field.Name);
            text.Append(",\"type\":");
            Write(field.Type);
            text.Append('}');
        }

        private void Inside(string type, string part, Action write)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"{type}\",\"{part}\":");
            write();
            text.Append('}');
        }

        private void List<T>(IReadOnlyList<T> items, Action<T> write)
        {
            text.Append('[');
            for (var i = 0; i < items.Count; i++)
            {
                text.Append(i > 0 ? "," : "");
                write(items[i]);
            }

            text.Append(']');
        }

        // Avro's names and types are letters, digits, underscores and dots: nothing to escape.
        private void Quoted(string name) => text.Append('"').Append(name).Append('"');
    }
}
