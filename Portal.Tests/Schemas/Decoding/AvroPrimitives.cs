using System.Text;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;

namespace Portal.Tests.Schemas.Decoding;

/// <summary>Values without parts: as they stand in the bytes, and as a reader of a wider type takes them.</summary>
internal static class AvroPrimitives
{
    public static AvroValue Read(AvroKind kind, ref AvroInput input) =>
        kind switch
        {
            AvroKind.Null => new AvroValue.Nothing(),
            AvroKind.Boolean => new AvroValue.Truth(input.Truth()),
            AvroKind.Int => new AvroValue.Int(input.Int()),
            AvroKind.Long => new AvroValue.Long(input.Long()),
            AvroKind.Float => new AvroValue.Single(input.Single()),
            AvroKind.Double => new AvroValue.Double(input.Double()),
            AvroKind.Bytes => new AvroValue.Bytes(input.Bytes()),
            _ => new AvroValue.Text(input.Text()),
        };

    public static AvroValue Promoted(AvroKind into, AvroValue value) =>
        (into, value) switch
        {
            (AvroKind.Long, AvroValue.Int n) => new AvroValue.Long(n.Value),
            (AvroKind.Float, AvroValue.Int n) => new AvroValue.Single(n.Value),
            (AvroKind.Float, AvroValue.Long n) => new AvroValue.Single(n.Value),
            (AvroKind.Double, AvroValue.Int n) => new AvroValue.Double(n.Value),
            (AvroKind.Double, AvroValue.Long n) => new AvroValue.Double(n.Value),
            (AvroKind.Double, AvroValue.Single n) => new AvroValue.Double(n.Value),
            (AvroKind.Bytes, AvroValue.Text text) => new AvroValue.Bytes([.. Encoding.UTF8.GetBytes(text.Value)]),
            (AvroKind.String, AvroValue.Bytes b) => new AvroValue.Text(Encoding.UTF8.GetString(b.Value.AsSpan())),
            _ => value,
        };
}
