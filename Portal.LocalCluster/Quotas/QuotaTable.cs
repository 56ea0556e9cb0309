using System.Collections.Immutable;

namespace Portal.LocalCluster.Quotas;

/// <summary>All quotas, each with what it limits. A value.</summary>
public sealed record QuotaTable(ImmutableDictionary<QuotaEntity, ImmutableSortedDictionary<string, double>> All)
{
    public static readonly QuotaTable Empty = new(
        ImmutableDictionary<QuotaEntity, ImmutableSortedDictionary<string, double>>.Empty
    );

    public bool IsEmpty => All.IsEmpty;

    public double? Find(QuotaEntity entity, string key) =>
        All.TryGetValue(entity, out var values) && values.TryGetValue(key, out var value) ? value : null;

    public QuotaTable After(QuotaChange change)
    {
        var values = All.GetValueOrDefault(
            change.Entity,
            ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal)
        );
        values = change.Value is { } value ? values.SetItem(change.Key, value) : values.Remove(change.Key);
        return new(values.IsEmpty ? All.Remove(change.Entity) : All.SetItem(change.Entity, values));
    }

    public IEnumerable<QuotaChange> Retold() =>
        All.SelectMany(each => each.Value.Select(value => new QuotaChange(each.Key, value.Key, value.Value)));
}
