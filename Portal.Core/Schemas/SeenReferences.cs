using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Schemas.Formats;

namespace Portal.Core.Schemas;

/// <summary>Reads versions that were seen together with those that they refer to, each once. A reference that leads in a circle isn't there.</summary>
public sealed class SeenReferences(PortalDb db, ClusterId cluster)
{
    // More than any registry's schemas have; a chain without end would take the store's time and the thread's stack.
    private const int Deepest = 50;
    private const int Most = 200;

    private readonly Dictionary<(string Subject, int Version), SchemaRead?> _read = [];
    private int _left;

    /// <summary>What became of a version's text. Where a reference isn't there, the text that names it is broken.</summary>
    public async Task<SchemaRead> Read(SeenSchema version, CancellationToken stop)
    {
        _left = Most;
        return await Read(version, depth: 0, stop);
    }

    private async Task<SchemaRead> Read(SeenSchema version, int depth, CancellationToken stop)
    {
        if (_read.TryGetValue((version.Subject, version.Version), out var known))
        {
            return known ?? new SchemaRead.Broken([]);
        }

        // Until it is read, so that a circle ends.
        _read[(version.Subject, version.Version)] = null;
        var references = new List<(string, AnySchema)>();
        foreach (var (name, subject, number) in version.Refs)
        {
            if (
                depth < Deepest
                && --_left >= 0
                && await Seen(subject, number, stop) is { } to
                && await Read(to, depth + 1, stop) is SchemaRead.Fine { Schema: var schema }
            )
            {
                references.Add((name, schema));
            }
        }

        var read = SchemaText.Read(version.Type, version.Text, references);
        _read[(version.Subject, version.Version)] = read;
        return read;
    }

    private Task<SeenSchema?> Seen(string subject, int number, CancellationToken stop) =>
        db.Set<SeenSchema>()
            .AsNoTracking()
            .SingleOrDefaultAsync(s => s.ClusterId == cluster && s.Subject == subject && s.Version == number, stop);
}
