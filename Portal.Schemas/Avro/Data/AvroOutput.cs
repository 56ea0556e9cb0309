using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portal.Schemas.Avro.Data;

/// <summary>Avro's "Binary Encoding", written.</summary>
public static class AvroOutput
{
    /// <exception cref="ArgumentException">The value isn't of the schema.</exception>
    public static byte[] Write(AvroSchema schema, AvroValue value)
    {
        var into = new ArrayBufferWriter<byte>();
        new Writing(schema, into).Write(schema.Root, value);
        return into.WrittenSpan.ToArray();
    }

    private sealed class Writing(AvroSchema schema, ArrayBufferWriter<byte> into)
    {
        public void Write(AvroType type, AvroValue value)
        {
            switch (type, value)
            {
                case (AvroUnion union, _):
                    var branch = AvroBranch.Of(schema, union, value);
                    Whole(branch);
                    Write(union.Branches[branch], value);
                    break;
                case (AvroPrimitive simple, _):
                    Write(simple.Kind, value);
                    break;
                case (AvroArray list, AvroValue.Items { Value: var items }):
                    Block(items.Length, () => items.ToList().ForEach(item => Write(list.Items, item)));
                    break;
                case (AvroMap map, AvroValue.Map { Value: var entries }):
                    Block(entries.Length, () => entries.ToList().ForEach(entry => Entry(map, entry)));
                    break;
                case (AvroUse use, _):
                    Write(schema.Of(use), value);
                    break;
                default:
                    throw Not(type.Word, value);
            }
        }

        private void Write(AvroNamed named, AvroValue value)
        {
            switch (named, value)
            {
                case (AvroEnum choice, AvroValue.Symbol symbol):
                    Whole(choice.Symbols.IndexOf(symbol.Value));
                    break;
                case (AvroFixed size, AvroValue.Fixed bytes) when bytes.Value.Length == size.Size:
                    into.Write(bytes.Value.AsSpan());
                    break;
                case (AvroRecord record, AvroValue.Record made):
                    foreach (var (field, part) in record.Fields.Zip(made.Fields))
                    {
                        Write(field.Type, part.Value);
                    }

                    break;
                default:
                    throw Not(named.Word, value);
            }
        }

        private void Write(AvroKind kind, AvroValue value)
        {
            switch (kind, value)
            {
                case (AvroKind.Null, AvroValue.Nothing):
                    break;
                case (AvroKind.Boolean, AvroValue.Truth truth):
                    into.Write([truth.Value ? (byte)1 : (byte)0]);
                    break;
                case (AvroKind.Int, AvroValue.Int n):
                    Whole(n.Value);
                    break;
                case (AvroKind.Long, AvroValue.Long n):
                    Whole(n.Value);
                    break;
                case (AvroKind.Float, AvroValue.Single n):
                    BinaryPrimitives.WriteSingleLittleEndian(into.GetSpan(4), n.Value);
                    into.Advance(4);
                    break;
                case (AvroKind.Double, AvroValue.Double n):
                    BinaryPrimitives.WriteDoubleLittleEndian(into.GetSpan(8), n.Value);
                    into.Advance(8);
                    break;
                case (AvroKind.Bytes, AvroValue.Bytes bytes):
                    Bytes(bytes.Value.AsSpan());
                    break;
                case (AvroKind.String, AvroValue.Text text):
                    Bytes(Encoding.UTF8.GetBytes(text.Value));
                    break;
                default:
                    throw Not(kind.ToString(), value);
            }
        }

        private void Entry(AvroMap map, KeyValuePair<string, AvroValue> entry)
        {
            Bytes(Encoding.UTF8.GetBytes(entry.Key));
            Write(map.Values, entry.Value);
        }

        // One block with everything, then the empty one that ends it.
        private void Block(int count, Action items)
        {
            if (count > 0)
            {
                Whole(count);
                items();
            }

            Whole(0);
        }

        private void Bytes(ReadOnlySpan<byte> bytes)
        {
            Whole(bytes.Length);
            into.Write(bytes);
        }

        // Zig-zag, seven bits a byte, the lowest first.
        private void Whole(long value)
        {
            var rest = (ulong)((value << 1) ^ (value >> 63));
            for (; rest >= 0x80; rest >>= 7)
            {
                into.Write([(byte)(rest | 0x80)]);
            }

            into.Write([(byte)rest]);
        }

        private static ArgumentException Not(string type, AvroValue value) =>
            new($"{value.GetType().Name} is no value of {type}.", nameof(value));
    }
}
