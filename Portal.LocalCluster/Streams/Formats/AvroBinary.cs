using System.Numerics;
using System.Text;
using Portal.LocalCluster.Streams.Types;
using Portal.Schemas.Avro;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>Avro's binary form read by the schema it was written with, each value as the column's type wants it.</summary>
internal sealed partial class AvroBinary(AvroSchema schema, byte[] bytes, int start)
{
    /// <summary>Deeper nesting would end the process rather than the record.</summary>
    private const int Deepest = 200;
    private int _at = start;
    private int _depth;

    /// <summary>Values of the record's fields by name; a column that it doesn't have is null.</summary>
    public object?[] Row(IReadOnlyList<Field> fields)
    {
        if (schema.Root is not AvroUse use || schema.Of(use) is not AvroRecord record)
        {
            throw new SqlDataException("The record's schema is no Avro record.");
        }

        var row = new object?[fields.Count];
        foreach (var written in record.Fields)
        {
            var i = Find(fields, written.Name);
            var value = Read(written.Type, i < 0 ? null : fields[i].Type);
            if (i >= 0)
            {
                row[i] = value;
            }
        }

        return row;
    }

    private static int Find(IReadOnlyList<Field> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private object? Read(AvroType type, SqlType? wanted)
    {
        if (++_depth > Deepest)
        {
            throw new SqlDataException($"The record is nested deeper than {Deepest} levels.");
        }

        var value = Value(type, wanted);
        _depth--;
        return value;
    }

    private object? Value(AvroType type, SqlType? wanted) =>
        type switch
        {
            AvroPrimitive primitive => Primitive(primitive.Kind, primitive.Logical, wanted),
            AvroUnion union => Read(union.Branches[(int)Long()], wanted),
            AvroArray array => Blocks(() => Read(array.Items, wanted?.Items.FirstOrDefault())).ToArray(),
            AvroMap map => new SqlMap(
                Blocks(() =>
                    KeyValuePair.Create<object, object?>(Text(), Read(map.Values, wanted?.Items.LastOrDefault()))
                )
            ),
            AvroUse use => Named(schema.Of(use), wanted),
            _ => throw new SqlDataException($"Avro's {type.Word} can't be read."),
        };

    private object? Named(AvroNamed named, SqlType? wanted) =>
        named switch
        {
            AvroEnum all => all.Symbols[(int)Long()],
            AvroFixed fixedSize => fixedSize.Logical is { Name: "decimal" } logical
                ? Decimal(Take(fixedSize.Size), logical, wanted)
                : Take(fixedSize.Size).ToArray(),
            AvroRecord record => Record(record, wanted),
            _ => throw new SqlDataException($"Avro's {named.Word} can't be read."),
        };

    private object?[] Record(AvroRecord record, SqlType? wanted)
    {
        var row = new object?[wanted?.Items.Length ?? 0];
        foreach (var field in record.Fields)
        {
            var i = wanted?.Names.IndexOf(field.Name) ?? -1;
            var value = Read(field.Type, i < 0 ? null : wanted!.Items[i]);
            if (i >= 0)
            {
                row[i] = value;
            }
        }

        return row;
    }
}
