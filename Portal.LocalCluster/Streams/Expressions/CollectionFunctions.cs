using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>Functions of arrays and maps.</summary>
internal static class CollectionFunctions
{
    public static readonly IReadOnlyList<KeyValuePair<string, Func<CallSite, Bound?>>> All =
    [
        new("CARDINALITY", Size),
        new("ELEMENT", s => s.Takes(IsArray) ? s.Strict(s.Arguments[0].Type.Items[0], Element, mayBeNull: true) : null),
        new(
            "ARRAY_CONTAINS",
            s =>
                s.Arguments is [{ Type.Root: TypeRoot.Array }, var what]
                && CommonType.Of(s.Arguments[0].Type.Items[0], what.Type) is not null
                    ? s.Strict(SqlType.Boolean, a => ((object?[])a[0]).Any(item => Values.AreSame(item, a[1])))
                    : null
        ),
        new("MAP_UNION", Union),
        new(
            "MAP_KEYS",
            s =>
                s.Takes(IsMap)
                    ? s.Strict(
                        SqlType.ArrayOf(s.Arguments[0].Type.Items[0]),
                        a => ((SqlMap)a[0]).Entries.Keys.ToArray<object?>()
                    )
                    : null
        ),
        new(
            "MAP_VALUES",
            s =>
                s.Takes(IsMap)
                    ? s.Strict(
                        SqlType.ArrayOf(s.Arguments[0].Type.Items[1]),
                        a => ((SqlMap)a[0]).Entries.Values.ToArray()
                    )
                    : null
        ),
    ];

    // Of two entries with the same key, the later one stays.
    private static Bound? Union(CallSite site)
    {
        if (
            site.Arguments.Length == 0
            || !Array.TrueForAll(site.Arguments, a => IsMap(a.Type))
            || CommonType.Of([.. site.Arguments.Select(a => a.Type)]) is not { } type
        )
        {
            return null;
        }

        return site.Strict(type, maps => new SqlMap(maps.SelectMany(m => ((SqlMap)m).Entries)));
    }

    private static bool IsArray(SqlType type) => type.Root == TypeRoot.Array;

    private static bool IsMap(SqlType type) => type.Root == TypeRoot.Map;

    private static Bound? Size(CallSite site) =>
        site.Takes(IsArray) ? site.Strict(SqlType.Int, a => (long)((object?[])a[0]).Length)
        : site.Takes(IsMap) ? site.Strict(SqlType.Int, a => (long)((SqlMap)a[0]).Entries.Count)
        : null;

    private static object? Element(object[] a) =>
        (object?[])a[0] switch
        {
            [] => null,
            [var only] => only,
            var more => throw new SqlDataException($"ELEMENT takes an array of one item, this one has {more.Length}."),
        };
}
