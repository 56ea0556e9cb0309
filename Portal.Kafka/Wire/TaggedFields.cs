namespace Portal.Kafka.Wire;

/// <summary>
/// The optional fields at the end of a flexible structure. Walks over all of them; what the caller doesn't read of one is
/// skipped, so tags that came with a later version do no harm.
/// </summary>
public struct TaggedFields
{
    private uint _left;
    private int _end;

    internal TaggedFields(uint count) => _left = count;

    /// <summary>The field that can be read now.</summary>
    public uint Tag { get; private set; }

    public bool Next(ref KafkaReader r)
    {
        if (_end > r.Position)
        {
            r.Take(_end - r.Position);
        }
        if (_left == 0)
        {
            return false;
        }
        _left--;
        Tag = r.UVarint();
        var size = r.UVarint();
        _end =
            size <= r.Left
                ? r.Position + (int)size
                : throw new MalformedFrameException($"A tagged field of {size} bytes is announced, {r.Left} are left.");
        return true;
    }
}

public ref partial struct KafkaReader
{
    /// <summary>The tagged fields that follow; none in a version that isn't flexible.</summary>
    public TaggedFields Tags() => new(Flexible ? UVarint() : 0);

    public void SkipTags()
    {
        var tags = Tags();
        while (tags.Next(ref this)) { }
    }
}

/// <summary>A tagged field to be written.</summary>
public readonly record struct TaggedField(uint Tag, Action<KafkaWriter> Write);

public sealed partial class KafkaWriter
{
    public void NoTags()
    {
        if (Flexible)
        {
            UVarint(0);
        }
    }

    /// <summary>Writes the fields in the order of their tags; nothing in a version that isn't flexible.</summary>
    public void Tags(params ReadOnlySpan<TaggedField> fields)
    {
        if (!Flexible)
        {
            return;
        }
        UVarint((uint)fields.Length);
        foreach (var field in fields)
        {
            using var value = new KafkaWriter { Flexible = true };
            field.Write(value);
            UVarint(field.Tag);
            UVarint((uint)value.Length);
            Raw(value.Written.Span);
        }
    }
}
