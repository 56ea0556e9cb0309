namespace Portal.Kafka.Wire;

public sealed partial class KafkaWriter
{
    public void Array<T>(T[] items, short v)
        where T : IWireFormat<T> => NullableArray(items, v);

    public void NullableArray<T>(T[]? items, short v)
        where T : IWireFormat<T>
    {
        Count(items?.Length ?? -1);
        foreach (var item in items ?? [])
        {
            item.Write(this, v);
        }
    }

    /// <summary>A structure that may be absent, told by a byte before it.</summary>
    public void NullableStruct<T>(T? value, short v)
        where T : class, IWireFormat<T>
    {
        Int8(value is null ? (sbyte)-1 : (sbyte)1);
        value?.Write(this, v);
    }

    public void Int32Array(int[] items) => NullableInt32Array(items);

    public void NullableInt32Array(int[]? items)
    {
        Count(items?.Length ?? -1);
        foreach (var item in items ?? [])
        {
            Int32(item);
        }
    }

    public void Int64Array(long[] items)
    {
        Count(items.Length);
        foreach (var item in items)
        {
            Int64(item);
        }
    }

    public void StringArray(string[] items) => NullableStringArray(items);

    public void NullableStringArray(string[]? items)
    {
        Count(items?.Length ?? -1);
        foreach (var item in items ?? [])
        {
            String(item);
        }
    }

    /// <summary>How many elements follow, -1 for none at all.</summary>
    public void Count(int count) => BytesLength(count);
}
