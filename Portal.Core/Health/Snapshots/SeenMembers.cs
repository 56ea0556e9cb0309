using System.Collections.Immutable;
using Portal.Core.Store;

namespace Portal.Core.Health.Snapshots;

/// <summary>Who is in which group: all of them once, then only the rows that were written since the collector's last raise.</summary>
internal sealed record SeenMembers(long Version, IReadOnlyDictionary<string, SeenRoster> ByGroup)
{
    // Six of the usual intervals: nobody has been asked for so long that what was known then says nothing of now.
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(3);

    /// <param name="seen">The groups of the same moment.</param>
    /// <param name="before">Null: nothing was read yet.</param>
    public static async Task<SeenMembers> Read(
        Asking ask,
        CollectorRow row,
        SeenThings seen,
        SeenMembers? before,
        CancellationToken stop
    )
    {
        var known = before?.Version < row.Membership ? before : null;
        await using var command = ask(
            "select group_name, members, read_at from seen_members where cluster_id = $1 and membership > $2"
        );
        command.Parameters.AddWithValue(row.Id.Value);
        command.Parameters.AddWithValue(known?.Version ?? -1L);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var groups = known is null
            ? new Dictionary<string, SeenRoster>(StringComparer.Ordinal)
            : known
                .ByGroup.Where(of => seen.GroupsByName.GetValueOrDefault(of.Key)?.FirstSeenAt == of.Value.GroupSince)
                .ToDictionary(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
        {
            if (seen.GroupsByName.TryGetValue(reader.GetString(0), out var group))
            {
                groups[group.Name] = new(
                    CoreJson.Read<ImmutableArray<GroupMember>>(reader.GetString(1)),
                    reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2),
                    group.FirstSeenAt
                );
            }
        }

        return new SeenMembers(row.Membership, groups);
    }

    /// <param name="lookedAt">When groups were last asked.</param>
    public Membership? Of(SeenGroupRow group, DateTimeOffset? lookedAt, DateTimeOffset asOf) =>
        ByGroup.TryGetValue(group.Name, out var known)
        && known.GroupSince == group.FirstSeenAt
        && (known.ReadAt ?? lookedAt) is { } at
            ? new Membership(known.Members, at, known.ReadAt is null && asOf - at < Old)
            : null;
}

/// <param name="ReadAt">Null: in the newest look.</param>
/// <param name="GroupSince">When the group was first seen. One of that name that is seen since a later time is another: rows of a group that is gone
/// are deleted, and nobody reads that.</param>
internal sealed record SeenRoster(
    ImmutableArray<GroupMember> Members,
    DateTimeOffset? ReadAt,
    DateTimeOffset GroupSince
);
