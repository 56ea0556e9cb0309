using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>The columns of a CREATE TABLE, checked: those that are read, those that are computed of them, and its watermark.</summary>
public sealed class TableSchema
{
    private const int MostColumns = 2_000;
    private readonly CreateTable _table;

    private TableSchema(CreateTable table) => _table = table;

    /// <summary>As queries see them.</summary>
    public ImmutableArray<Column> Columns { get; private set; } = [];

    /// <summary>Makes a row of the table of what is read; null: it is the row.</summary>
    public Func<object?[], object?[]>? Computed { get; private set; }

    public (Func<object?[], object?> Of, int Column)? Watermark { get; private set; }

    /// <summary>Those that an INSERT names, in their order.</summary>
    public IEnumerable<ColumnDefinition> Written =>
        _table.Columns.Where(c => c is { Computed: null, IsVirtual: false });

    public static TableSchema Of(CreateTable table, TimeProvider time)
    {
        var schema = new TableSchema(table);
        if (table.Columns.Length is 0 or > MostColumns)
        {
            throw SqlException.At(
                table.At,
                $"A table has 1 to {MostColumns:N0} columns, this one {table.Columns.Length:N0}"
            );
        }

        if (table.Columns.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw SqlException.At(twice.Last().At, $"A column named '{twice.Key}' already exists in the table.");
        }

        schema.Compute(time);
        schema.Mark(time);
        return schema;
    }

    /// <summary>The connector's part of it.</summary>
    public TopicTable Topic(bool isWritten = false)
    {
        try
        {
            var columns = _table
                .Columns.Where(c => c.Computed is null)
                .Select(c => new TopicColumn(c.Name, TypeOf(c), c.MetadataKey, c.IsVirtual))
                .ToImmutableArray();
            var topic = new TopicTable(_table.Options, columns, _table.PrimaryKey);
            topic.KeyFormat();
            topic.ValueFormat();
            topic.CheckOptions();
            if (isWritten)
            {
                topic.CheckIsOne();
            }

            return topic;
        }
        catch (SqlDataException refused)
        {
            throw new SqlException(refused.Message);
        }
    }

    private void Compute(TimeProvider time)
    {
        var read = _table.Columns.Where(c => c.Computed is null).ToList();
        var scope = new Scope([.. read.Select(c => new ScopeColumn(null, c.Name, TypeOf(c)))]);
        var binder = new Binder(scope, time);
        var columns = _table
            .Columns.Select(c => c.Computed is { } of ? binder.Bind(of) : scope.Column(read.IndexOf(c)))
            .ToArray();
        Columns = [.. _table.Columns.Select((c, i) => new Column(c.Name, columns[i].Type))];
        foreach (
            var metadata in read.Where(c => c.MetadataKey is not null && RecordMetadata.TypeOf(c.MetadataKey) is null)
        )
        {
            throw SqlException.At(
                metadata.At,
                $"Invalid metadata key '{metadata.MetadataKey}' in column '{metadata.Name}'. Kafka has timestamp, timestamp-type, topic, partition, offset, leader-epoch and headers."
            );
        }

        if (read.Count < _table.Columns.Length)
        {
            Computed = row => Array.ConvertAll(columns, c => c.Of(row));
        }
    }

    private void Mark(TimeProvider time)
    {
        if (_table.Watermark is not { } mark)
        {
            return;
        }

        var column = Columns.ToList().FindIndex(c => c.Name == mark.Column);
        if (column < 0)
        {
            throw SqlException.At(
                mark.At,
                $"The rowtime attribute field '{mark.Column}' is not defined in the table schema"
            );
        }

        var type = Columns[column].Type;
        if (!type.IsTimestamp || type.Length > 3)
        {
            throw SqlException.At(
                mark.At,
                $"Invalid data type of time field for watermark definition. The field must be of type TIMESTAMP(p) or TIMESTAMP_LTZ(p), the supported precision 'p' is from 0 to 3, but the time field type is {type}"
            );
        }

        var scope = new Scope([.. Columns.Select(c => new ScopeColumn(null, c.Name, c.Type))]);
        var of = new Binder(scope, time).Bind(mark.Of);
        if (of.Type.Root != type.Root)
        {
            throw SqlException.At(mark.Of.At, $"The watermark must be {type}, this is {of.Type}");
        }

        Watermark = (of.Of, column);
        Columns = Columns.SetItem(column, Columns[column] with { Type = type with { IsRowtime = true } });
    }

    private SqlType TypeOf(ColumnDefinition column) =>
        _table.PrimaryKey.Contains(column.Name) ? column.Type!.NotNull : column.Type!;
}
