using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>The tables and views of one session, and its options. Nothing of it outlives the session.</summary>
public sealed class Catalog
{
    public const string Name = "default_catalog";
    public const string DefaultDatabase = "default_database";
    private readonly Dictionary<(string Database, string Name), Statement> _all = [];
    private readonly SortedSet<string> _databases = new(StringComparer.Ordinal) { DefaultDatabase };

    public string Database { get; private set; } = DefaultDatabase;

    public IEnumerable<string> Databases => _databases;

    public IEnumerable<string> Names(bool viewsOnly) =>
        _all.Where(e => e.Key.Database == Database && (!viewsOnly || e.Value is CreateView))
            .Select(e => e.Key.Name)
            .Order(StringComparer.Ordinal);

    /// <summary>The table or the view.</summary>
    public Statement Find(ImmutableArray<string> path, Place at) =>
        _all.GetValueOrDefault(Key(path)) ?? throw SqlException.At(at, $"Object '{string.Join('.', path)}' not found");

    public Statement? FindTable(ImmutableArray<string> path) => _all.GetValueOrDefault(Key(path));

    public string Full(ImmutableArray<string> path)
    {
        var (database, name) = Key(path);
        return $"{Name}.{database}.{name}";
    }

    /// <summary>Whether the statement changed the catalogue; others aren't its matter.</summary>
    public bool Apply(Statement statement)
    {
        switch (statement)
        {
            case CreateDatabase database:
                Create(database);
                return true;
            case CreateTable table:
                Add(table.Name, table, table.IfNotExists);
                return true;
            case CreateView view:
                Add(view.Name, view, view.IfNotExists);
                return true;
            case Use use:
                Use(use.Database, use.At);
                return true;
            case Drop gone:
                Drop(gone);
                return true;
            default:
                return false;
        }
    }

    private void Create(CreateDatabase made)
    {
        if (!_databases.Add(made.Name) && !made.IfNotExists)
        {
            throw new SqlException(
                $"Could not execute CREATE DATABASE: Database {made.Name} already exists in catalog {Name}."
            );
        }
    }

    private void Use(string database, Place at) =>
        Database = _databases.Contains(database)
            ? database
            : throw SqlException.At(at, $"A database with name [{database}] does not exist in the catalog: [{Name}].");

    /// <param name="ifNotExists">What is there already stays.</param>
    private void Add(ImmutableArray<string> path, Statement made, bool ifNotExists)
    {
        var key = Key(path);
        if (!_databases.Contains(key.Database))
        {
            throw SqlException.At(made.At, $"Database {key.Database} does not exist in catalog {Name}.");
        }

        if (!_all.TryAdd(key, made) && !ifNotExists)
        {
            throw new SqlException($"Temporary table '`{Name}`.`{key.Database}`.`{key.Name}`' already exists");
        }
    }

    /// <summary>It made a table or a view that can't be one; where another one was there, that stays.</summary>
    public void Forget(Statement made)
    {
        foreach (var (key, _) in _all.Where(known => ReferenceEquals(known.Value, made)).ToList())
        {
            _all.Remove(key);
        }
    }

    private void Drop(Drop gone)
    {
        var isThere = gone.What == "DATABASE" ? _databases.Remove(gone.Name[^1]) : _all.Remove(Key(gone.Name));
        if (!isThere && !gone.IfExists)
        {
            throw new SqlException($"{gone.What} '{string.Join('.', gone.Name)}' does not exist.");
        }
    }

    private (string Database, string Name) Key(ImmutableArray<string> path) =>
        path switch
        {
            [var name] => (Database, name),
            [var database, var name] => (database, name),
            [Name, var database, var name] => (database, name),
            _ => ("", string.Join('.', path)),
        };
}
