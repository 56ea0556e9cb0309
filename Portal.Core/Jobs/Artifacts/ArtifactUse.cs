using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>Whether anything still needs a JAR, or a secret of a job: a job that is wanted, a run that Flink remembers, a change that isn't over.</summary>
public static class ArtifactUse
{
    private static readonly string[] Ended = [.. ChangeStates.Ended.Select(StoreTypes.Word)];

    public static Task<bool> OfArtifact(PortalDb db, string digest, CancellationToken stop) =>
        Any(db, $$"""{"artifact": "{{digest}}"}""", stop);

    public static Task<bool> OfSecret(PortalDb db, long secret, CancellationToken stop) =>
        Any(db, $$"""{"secrets": [{"secret": {{secret}}}]}""", stop);

    /// <param name="part">Of a program, as JSON: what contains it uses it.</param>
    private static Task<bool> Any(PortalDb db, string part, CancellationToken stop) =>
        db
            .Database.SqlQuery<bool>(
                $"""
                select exists (
                    select from resource
                    where kind = 'job' and gone_at is null and spec -> 'definition' -> 'program' @> {part}::jsonb)
                or exists (
                    select from seen_job where gone_at is null and definition -> 'program' @> {part}::jsonb)
                or exists (
                    select from change_resource r join change c on c.id = r.change_id
                    where r.kind = 'job' and c.state <> all ({Ended})
                    and (r.wanted -> 'definition' -> 'program' @> {part}::jsonb or r.base -> 'definition' -> 'program' @> {part}::jsonb)) as "Value"
                """
            )
            .SingleAsync(stop);
}
