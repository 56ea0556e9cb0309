namespace Portal.Schemas.Protobuf;

/// <summary>
/// Extensions: on the wire they are fields of the message that they extend, and compared as such. The registry passes over them.
/// </summary>
internal sealed partial class ProtobufDiff
{
    // After all fields, so that what a field leads to as well isn't passed over.
    private void Extensions()
    {
        var first = _found.Count;
        var done = new HashSet<(ProtobufType, ProtobufType)>();
        while (_compared.Except(done).ToList() is { Count: > 0 } left)
        {
            done.UnionWith(left);
            foreach (var (read, written) in left)
            {
                Extensions(read, written);
            }
        }

        for (var i = first; i < _found.Count; i++)
        {
            _found[i] = _found[i] with { IsCertain = false, IsPassedOver = true };
        }
    }

    // An extension may have become a field of the message itself, or have been one.
    private void Extensions(ProtobufType read, ProtobufType written)
    {
        var (now, before) = (reader.Extensions.Of(read), writer.Extensions.Of(written));
        foreach (var number in before.Keys.Union(now.Keys))
        {
            if (
                (now.GetValueOrDefault(number) ?? read.Field(number)) is { } field
                && (before.GetValueOrDefault(number) ?? written.Field(number)) is { } former
            )
            {
                Field((read, field), (written, former));
            }
        }
    }
}
