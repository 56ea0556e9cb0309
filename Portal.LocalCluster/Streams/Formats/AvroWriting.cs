using System.Numerics;
using System.Text;
using Portal.LocalCluster.Streams.Types;
using Portal.Schemas.Avro;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>Columns in Avro's binary form, by the schema that they are to have.</summary>
internal sealed partial class AvroWriting(AvroSchema schema, Stream to)
{
    public void Row(IReadOnlyList<Field> fields, object?[] values)
    {
        if (schema.Root is not AvroUse use || schema.Of(use) is not AvroRecord record)
        {
            throw new SqlDataException("The table's schema is no Avro record.");
        }

        foreach (var field in record.Fields)
        {
            var i = Enumerable.Range(0, fields.Count).FirstOrDefault(at => fields[at].Name == field.Name, -1);
            Write(field.Type, i < 0 ? null : values[i], i < 0 ? SqlType.Null : fields[i].Type, field.Name);
        }
    }

    private void Write(AvroType type, object? value, SqlType from, string name)
    {
        switch (type)
        {
            case AvroUnion union:
                var branch = union
                    .Branches.ToList()
                    .FindIndex(b => b is AvroPrimitive { Kind: AvroKind.Null } == value is null);
                if (branch < 0)
                {
                    throw Null(name);
                }

                Long(branch);
                Write(union.Branches[branch], value, from, name);
                break;
            case AvroPrimitive { Kind: AvroKind.Null }:
                break;
            case var _ when value is null:
                throw Null(name);
            case AvroPrimitive primitive:
                Primitive(primitive, value, from);
                break;
            case AvroArray array:
                Block((object?[])value, item => Write(array.Items, item, from.Items[0], name));
                break;
            case AvroMap map:
                Block(
                    ((SqlMap)value).Entries.ToArray(),
                    entry =>
                    {
                        Bytes(Encoding.UTF8.GetBytes((string)entry.Key));
                        Write(map.Values, entry.Value, from.Items[1], name);
                    }
                );
                break;
            case AvroUse use when schema.Of(use) is AvroRecord record:
                foreach (var field in record.Fields)
                {
                    var i = from.Names.IndexOf(field.Name);
                    Write(
                        field.Type,
                        i < 0 ? null : ((object?[])value)[i],
                        i < 0 ? SqlType.Null : from.Items[i],
                        field.Name
                    );
                }

                break;
            case AvroUse use
                when schema.Of(use) is AvroEnum symbols
                    && symbols.Symbols.IndexOf((string)value) is >= 0 and var symbol:
                Long(symbol);
                break;
            case AvroUse use when schema.Of(use) is AvroFixed { Logical: { Name: "decimal" } logical } of:
                to.Write(Padded(Unscaled((decimal)value, logical), of.Size));
                break;
            case AvroUse use when schema.Of(use) is AvroFixed of && value is byte[] bytes && bytes.Length == of.Size:
                to.Write(bytes);
                break;
            default:
                throw new SqlDataException($"The column {name} can't be written as Avro's {type.Word}.");
        }
    }
}
