namespace Portal.Kafka.Wire;

public ref partial struct KafkaReader
{
    public T[] Array<T>(short v)
        where T : IWireFormat<T> => NullableArray<T>(v) ?? throw Absent("array");

    public T[]? NullableArray<T>(short v)
        where T : IWireFormat<T>
    {
        if (ElementCount(1) is not (var count and >= 0))
        {
            return null;
        }
        var items = new T[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = T.Read(ref this, v);
        }
        return items;
    }

    /// <summary>A structure that may be absent, told by a byte before it.</summary>
    public T? NullableStruct<T>(short v)
        where T : class, IWireFormat<T> => Int8() < 0 ? null : T.Read(ref this, v);

    public int[] Int32Array() => NullableInt32Array() ?? throw Absent("array");

    public int[]? NullableInt32Array()
    {
        if (ElementCount(sizeof(int)) is not (var count and >= 0))
        {
            return null;
        }
        var items = new int[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Int32();
        }
        return items;
    }

    public long[] Int64Array()
    {
        if (Count(sizeof(long)) is not (var count and >= 0))
        {
            throw Absent("array");
        }
        var items = new long[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Int64();
        }
        return items;
    }

    public string[] StringArray() => NullableStringArray() ?? throw Absent("array");

    public string[]? NullableStringArray()
    {
        if (ElementCount(1) is not (var count and >= 0))
        {
            return null;
        }
        var items = new string[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = String();
        }
        return items;
    }

    /// <summary>
    /// How many elements follow, -1 for none at all. Each takes at least <paramref name="leastBytes"/>, and only so many
    /// are allowed in a frame.
    /// </summary>
    public int ElementCount(int leastBytes)
    {
        var count = Count(leastBytes);
        _elements += Math.Max(count, 0);
        return _elements <= MostElements
            ? count
            : throw new MalformedFrameException($"More than {MostElements} elements are announced in one frame.");
    }

    /// <summary>
    /// How many elements follow, -1 for none at all: for elements that take no more memory than they do on the wire.
    /// </summary>
    public int Count(int bytesEach)
    {
        var count = Flexible ? CompactLength() : Int32();
        return count >= -1 && (long)count * bytesEach <= Left
            ? count
            : throw new MalformedFrameException(
                $"{count} elements are announced at {Position}, {Left} bytes are left."
            );
    }
}
