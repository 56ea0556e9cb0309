using System.Collections.Immutable;
using Portal.Core.Schemas;
using Portal.Engines.Registry;
using Portal.Schemas.Formats;

namespace Portal.Workers.Planning.Schemas;

/// <summary>Reads texts with all that they refer to: what the plan registers from the plan, all else from the registry, each once.</summary>
internal sealed class ReferencedSchemas(ISchemaRegistry registry, IReadOnlyCollection<RegisterSchema> planned)
{
    // A registry takes no circle; one that answers with it all the same isn't followed for ever.
    private const int Deepest = 20;
    private readonly Dictionary<SchemaReference, SchemaRead> _read = [];

    /// <param name="subject">The one that the text is a version of.</param>
    public Task<SchemaRead> Read(string subject, RegistryText text, CancellationToken stop) =>
        Read(subject, text, 0, stop);

    private async Task<SchemaRead> Read(string subject, RegistryText text, int depth, CancellationToken stop)
    {
        if (depth == Deepest)
        {
            return new SchemaRead.Unread("The references go too deep to be followed.");
        }

        var references = new List<(string, AnySchema)>();
        foreach (var to in text.References.Resolved(subject))
        {
            if (!_read.TryGetValue(to, out var read))
            {
                read = _read[to] = await Read(to, depth, stop);
            }

            if (read is SchemaRead.Fine { Schema: var schema })
            {
                references.Add((to.Name, schema));
                continue;
            }

            // Nothing is wrong with the text that refers to it.
            return read is SchemaRead.Broken { Faults: var faults }
                ? new SchemaRead.Unread(
                    $"Version {to.Version} of {to.Subject}, which it refers to, can't be read by the portal: {string.Join("; ", faults)}"
                )
                : read;
        }

        return SchemaText.Read(text.Type, text.Text, references);
    }

    private async Task<SchemaRead> Read(SchemaReference to, int depth, CancellationToken stop)
    {
        var text = PlannedVersions.MakerOf(to, planned) is { } maker
            ? new(maker.Type, maker.Text, maker.References)
            : (await registry.Version(to.Subject, to.Version, evenDeleted: false, stop))?.Schema;
        return text is null
            ? new SchemaRead.Unread($"Version {to.Version} of {to.Subject} isn't in the registry.")
            : await Read(to.Subject, text, depth + 1, stop);
    }
}
