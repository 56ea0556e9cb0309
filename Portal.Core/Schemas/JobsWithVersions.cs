using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Topics;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;

namespace Portal.Core.Schemas;

/// <summary>
/// What jobs that run do with a version that is about to be registered: each reads by the version that its tables were generated from, until it is
/// started again.
/// </summary>
internal static class JobsWithVersions
{
    /// <param name="registered">Null: none is.</param>
    public static async Task<ImmutableArray<TopicJob>> Of(
        PortalDb db,
        ClusterId cluster,
        string subject,
        ImmutableArray<TopicJob> jobs,
        RegisterSchema? registered,
        CancellationToken stop
    )
    {
        var versions = jobs.Where(job => job.Reads && job.RunsWith?.Subject == subject)
            .Select(job => job.RunsWith!.Version)
            .Distinct()
            .ToList();
        // Only Avro's reader resolves one schema by another: of JSON a job takes the fields that it knows, whatever else is there.
        if (versions.Count == 0 || registered is not { Type: SchemaType.Avro, References.IsEmpty: true })
        {
            return jobs;
        }

        var texts = await db.Set<SeenSchema>()
            .AsNoTracking()
            .Where(s => s.ClusterId == cluster && s.Subject == subject && versions.Contains(s.Version))
            .ToListAsync(stop);
        var broken = texts
            .Where(text => text.Refs.IsEmpty)
            .ToDictionary(text => text.Version, text => Why(text, registered));
        return
        [
            .. jobs.Select(job =>
                job.Reads && job.RunsWith is { } runs && runs.Subject == subject
                    ? job with
                    {
                        CannotRead = broken.GetValueOrDefault(runs.Version),
                    }
                    : job
            ),
        ];
    }

    // Forward: readers of the former version, data of the new one.
    private static string? Why(SeenSchema runs, RegisterSchema registered) =>
        SchemaText.Read(runs.Type, runs.Text) is SchemaRead.Fine { Schema: var reader }
        && SchemaText.Read(registered.Type, registered.Text) is SchemaRead.Fine { Schema: var writer }
            ? AnySchema
                .Judge(CompatibilityLevel.Forward, writer, [(runs.Version, reader)])
                .FirstOrDefault(rule => rule.IsCertain)
                ?.Message
            : null;
}
