namespace Portal.Schemas.Avro.Data;

/// <summary>Which branch of a union a value is of.</summary>
internal static class AvroBranch
{
    public static int Of(AvroSchema schema, AvroUnion union, AvroValue value)
    {
        for (var i = 0; i < union.Branches.Length; i++)
        {
            if (Is(schema, union.Branches[i], value))
            {
                return i;
            }
        }

        throw new ArgumentException($"{value.GetType().Name} is none of {union.Word}.", nameof(value));
    }

    private static bool Is(AvroSchema schema, AvroType branch, AvroValue value) =>
        (branch, value) switch
        {

            (AvroPrimitive { Kind: AvroKind.Null }, AvroValue.Nothing)
            or
            (AvroPrimitive { Kind: AvroKind.Boolean }, AvroValue.Truth)
            or
            (AvroPrimitive { Kind: AvroKind.Int }, AvroValue.Int)
            or
            (AvroPrimitive { Kind: AvroKind.Long }, AvroValue.Long)
            or
            (AvroPrimitive { Kind: AvroKind.Float }, AvroValue.Single)
            or
            (AvroPrimitive { Kind: AvroKind.Double }, AvroValue.Double)
            or
            (AvroPrimitive { Kind: AvroKind.Bytes }, AvroValue.Bytes)
            or
            (AvroPrimitive { Kind: AvroKind.String }, AvroValue.Text)
            or
            (AvroArray, AvroValue.Items)
            or (AvroMap, AvroValue.Map) => true,
            (AvroUse use, AvroValue.Record record) => schema.Of(use).FullName == record.Type,
            (AvroUse use, AvroValue.Symbol symbol) => schema.Of(use).FullName == symbol.Type,
            (AvroUse use, AvroValue.Fixed bytes) => schema.Of(use).FullName == bytes.Type,
            _ => false,
        };
}
