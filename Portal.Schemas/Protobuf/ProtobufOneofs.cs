using Google.Protobuf.Reflection;

namespace Portal.Schemas.Protobuf;

/// <summary>
/// The rules for oneofs: one field may move into a new one, and a whole one may go. Several that move into one, one that joins others which
/// were a oneof before, and one that leaves others behind lose data.
/// </summary>
internal static class ProtobufOneofs
{
    /// <returns>The field that a rule is about, and what the rule says.</returns>
    public static IEnumerable<(FieldDescriptorProto Field, string Words)> Broken(
        ProtobufType read,
        ProtobufType written
    ) => Joined(read, written).Concat(Left(read, written));

    /// <summary>Oneofs that take the fields of several: the documentation leaves it open, and of two that were written one is kept.</summary>
    /// <inheritdoc cref="Broken"/>
    public static IEnumerable<(FieldDescriptorProto Field, string Words)> Merged(
        ProtobufType read,
        ProtobufType written
    )
    {
        foreach (var (oneof, members) in Of(read))
        {
            var former = members
                .Select(member => (member, From: written.Field(member.Number) is { } was ? written.OneofOf(was) : null))
                .Where(known => known.From is not null)
                .DistinctBy(known => known.From)
                .ToList();
            if (former.Count > 1)
            {
                yield return (
                    former[^1].member,
                    $"the oneof “{oneof}” takes fields of {string.Join(" and ", former.Select(one => $"“{one.From}”"))}, and only one is kept where several were written"
                );
            }
        }
    }

    private static IEnumerable<(FieldDescriptorProto, string)> Joined(ProtobufType read, ProtobufType written)
    {
        foreach (var (oneof, members) in Of(read))
        {
            var known = members.Where(member => written.Field(member.Number) is not null).ToList();
            var joined = known.Where(member => written.OneofOf(written.Field(member.Number)!) is null).ToList();
            if (joined.Count > 1)
            {
                var names = string.Join(", ", joined.Select(field => field.Name));
                yield return (
                    joined[^1],
                    $"{names} move into the oneof “{oneof}” together, and only one of them is kept where several were written"
                );
            }
            else if (joined.Count == 1 && known.Count > 1)
            {
                yield return (
                    joined[0],
                    $"it moves into the oneof “{oneof}”, whose other fields were one before, and only one of them is kept"
                );
            }
        }
    }

    private static IEnumerable<(FieldDescriptorProto, string)> Left(ProtobufType read, ProtobufType written)
    {
        var now = Of(read);
        foreach (var (oneof, members) in Of(written).Where(before => now.ContainsKey(before.Key)))
        {
            foreach (var gone in members.Where(member => now[oneof].TrueForAll(field => field.Number != member.Number)))
            {
                yield return (
                    read.Field(gone.Number) ?? gone,
                    $"number {gone.Number} was part of the oneof “{oneof}” and isn't any more, while others still are"
                );
            }
        }
    }

    private static Dictionary<string, List<FieldDescriptorProto>> Of(ProtobufType message) =>
        message
            .Message!.Field.Where(field => message.OneofOf(field) is not null)
            .GroupBy(field => message.OneofOf(field)!)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
}
