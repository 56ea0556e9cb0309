using System.Collections.Immutable;
using Portal.Core.Store;

namespace Portal.Core.Health.Snapshots;

/// <summary>Who is in which group. Read again only when the collector says that it changed.</summary>
internal sealed record SeenMembers(
    long Version,
    IReadOnlyDictionary<string, (ImmutableArray<GroupMember> Members, DateTimeOffset? ReadAt)> ByGroup
)
{
    // Six of the usual intervals: nobody has been asked for so long that what was known then says nothing of now.
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(3);

    public static async Task<SeenMembers> Read(Asking ask, CollectorRow row, CancellationToken stop)
    {
        await using var command = ask("select group_name, members, read_at from seen_members where cluster_id = $1");
        command.Parameters.AddWithValue(row.Id.Value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var groups = new Dictionary<string, (ImmutableArray<GroupMember>, DateTimeOffset?)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
        {
            groups[reader.GetString(0)] = (
                CoreJson.Read<ImmutableArray<GroupMember>>(reader.GetString(1)),
                reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)
            );
        }

        return new SeenMembers(row.Membership, groups);
    }

    /// <param name="lookedAt">When groups were last asked.</param>
    public Membership? Of(string group, DateTimeOffset? lookedAt, DateTimeOffset asOf) =>
        ByGroup.TryGetValue(group, out var known) && (known.ReadAt ?? lookedAt) is { } at
            ? new Membership(known.Members, at, known.ReadAt is null && asOf - at < Old)
            : null;
}
