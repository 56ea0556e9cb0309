using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Schemas.Formats;

namespace Portal.Core.Schemas;

/// <summary>Reads versions that were seen together with those that they refer to, each once. A reference that leads in a circle isn't there.</summary>
public sealed class SeenReferences(PortalDb db, ClusterId cluster)
{
    // More than any registry's schemas have; a chain without end would take the store's time and the thread's stack.
    private const int Deepest = 50;
    private const int MostOfOne = 500;

    private readonly Dictionary<(string Subject, int Version), SeenSchema?> _seen = [];
    private readonly Dictionary<(string Subject, int Version), SchemaRead?> _read = [];

    /// <summary>What became of a version's text. Where a reference isn't there, the text that names it is broken.</summary>
    public async Task<SchemaRead> Read(SeenSchema version, CancellationToken stop)
    {
        await Load(version.Refs.Resolved(version.Subject), stop);
        return Read(version);
    }

    /// <summary>Reads what these lead to, so that texts with them can be read.</summary>
    /// <param name="references">As they were resolved.</param>
    public async Task Load(IEnumerable<SchemaReference> references, CancellationToken stop)
    {
        var (next, left) = (Unseen(references), MostOfOne);
        for (var depth = 0; depth < Deepest && left > 0 && next.Count > 0; depth++)
        {
            var found = await Fetch([.. next.Take(left)], stop);
            left -= next.Count;
            next = Unseen(found.SelectMany(version => version.Refs.Resolved(version.Subject)));
        }
    }

    /// <summary>What becomes of a text whose references were loaded. Where one of them isn't known, nothing is said against the text.</summary>
    public SchemaRead Read(SchemaType type, string text, IReadOnlyCollection<SchemaReference> references)
    {
        var known = new List<(string, AnySchema)>();
        foreach (var (name, subject, number) in references)
        {
            if (_seen.GetValueOrDefault((subject, number)) is not { } to)
            {
                return new SchemaRead.Unread(
                    $"Version {number} of {subject}, which it refers to, isn't known to the portal yet."
                );
            }

            if (Read(to) is not SchemaRead.Fine { Schema: var schema })
            {
                return new SchemaRead.Unread(
                    $"Version {number} of {subject}, which it refers to, can't be read by the portal."
                );
            }

            known.Add((name, schema));
        }

        return SchemaText.Read(type, text, known);
    }

    private SchemaRead Read(SeenSchema version)
    {
        var key = (version.Subject, version.Version);
        if (_read.TryGetValue(key, out var known))
        {
            return known ?? new SchemaRead.Broken([]);
        }

        // Until it is read, so that a circle ends.
        _read[key] = null;
        var references = new List<(string, AnySchema)>();
        foreach (var (name, subject, number) in version.Refs.Resolved(version.Subject))
        {
            if (
                _seen.GetValueOrDefault((subject, number)) is { } to
                && Read(to) is SchemaRead.Fine { Schema: var schema }
            )
            {
                references.Add((name, schema));
            }
        }

        var read = SchemaText.Read(version.Type, version.Text, references);
        _read[key] = read;
        return read;
    }

    private List<(string Subject, int Version)> Unseen(IEnumerable<SchemaReference> references) =>
        [
            .. references
                .Select(reference => (reference.Subject, reference.Version))
                .Distinct()
                .Where(key => !_seen.ContainsKey(key)),
        ];

    // All of one depth at once.
    private async Task<List<SeenSchema>> Fetch(List<(string Subject, int Version)> wanted, CancellationToken stop)
    {
        var (subjects, versions) = (
            wanted.Select(key => key.Subject).ToArray(),
            wanted.Select(key => key.Version).ToArray()
        );
        var found = await db.Set<SeenSchema>()
            .FromSql(
                $"""
                select s.* from seen_schema s
                join unnest({subjects}, {versions}) as wanted (subject, version)
                    on s.subject = wanted.subject and s.version = wanted.version
                where s.cluster_id = {cluster.Value}
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        foreach (var key in wanted)
        {
            _seen[key] = null;
        }

        foreach (var version in found)
        {
            _seen[(version.Subject, version.Version)] = version;
        }

        return found;
    }
}
