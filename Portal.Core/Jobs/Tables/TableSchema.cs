using System.Text.Json.Serialization;
using Portal.Core.Schemas;

namespace Portal.Core.Jobs.Tables;

/// <summary>The schema version that a table of a job was generated from.</summary>
/// <param name="Table">As the statements name it: cluster.topic.</param>
/// <param name="Id">In its registry; null where the change that started the job registered it.</param>
public sealed record TableSchema(string Table, string Subject, int Version, int? Id)
{
    /// <summary>"orders-value version 3".</summary>
    [JsonIgnore]
    public string InWords => $"{Subject} version {Version}";

    /// <summary>Null for a topic without a schema. A version that its change registers has no id yet.</summary>
    public static TableSchema? Of(string table, LiveSchema? schema) =>
        schema is null
            ? null
            : new(table, schema.Subject, schema.Newest.Version, schema.Newest.Id > 0 ? schema.Newest.Id : null);

    /// <summary>Whether both are the same version. A subject that was deleted for good counts from 1 again: its ids tell them apart, where both are known.</summary>
    public bool Is(TableSchema? other) =>
        other is not null
        && Subject == other.Subject
        && Version == other.Version
        && (Id is null || other.Id is null || Id == other.Id);

    /// <summary>It describes the records' keys: subjects are named so by the topic name strategy.</summary>
    [JsonIgnore]
    public bool IsOfKey => Subject.EndsWith(KeyEnd, StringComparison.Ordinal);

    private const string KeyEnd = "-key";

    /// <summary>Of a table's values; null where it was generated from none.</summary>
    public static TableSchema? OfValue(IEnumerable<TableSchema> all, string table) =>
        all.FirstOrDefault(schema => schema.Table == table && !schema.IsOfKey);

    /// <summary>Of a table's keys; null where it was generated from none.</summary>
    public static TableSchema? OfKey(IEnumerable<TableSchema> all, string table) =>
        all.FirstOrDefault(schema => schema.Table == table && schema.IsOfKey);
}
