using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Schemas.Formats;
using Portal.Schemas.Payloads;

namespace Portal.Core.Schemas;

/// <summary>One version of a subject, to hold JSON samples against.</summary>
/// <param name="Schema">Null: it can't be read here.</param>
/// <param name="Unread">Why it can't be read; null when it can.</param>
public sealed record PayloadSchema(int Version, SchemaType Type, AnySchema? Schema, string? Unread)
{
    /// <summary>The characters that a sample may have.</summary>
    public const int LongestSample = AnyPayload.Longest;

    /// <summary>The messages that a sample may be one of; none: there is nothing to choose.</summary>
    public IReadOnlyList<string> Messages => Schema is null ? [] : AnyPayload.Messages(Schema);

    /// <param name="message">Null: the first.</param>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public PayloadVerdict Judge(string? message, string sample, CancellationToken stop) =>
        Schema is null ? new PayloadVerdict.Unknown(Unread!) : AnyPayload.Judge(Schema, message, sample, stop);

    /// <summary>A sample to start from.</summary>
    public PayloadExample Example(string? message) =>
        Schema is null ? new PayloadExample.Impossible(Unread!) : AnyPayload.Example(Schema, message);
}

/// <summary>Opens versions that were seen, with what they refer to. No registry is asked.</summary>
public sealed class SchemaPayloads(IDbContextFactory<PortalDb> store)
{
    /// <param name="version">Null: the newest that is there.</param>
    /// <returns>Null when no such version was seen.</returns>
    public async Task<PayloadSchema?> Open(string cluster, string subject, int? version, CancellationToken stop)
    {
        if (!SubjectName.CanBeStored(subject))
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await (
            from schema in db.Set<SeenSchema>().AsNoTracking()
            join at in db.Set<Cluster>() on schema.ClusterId equals at.Id
            where at.Name == cluster && at.DeregisteredAt == null && schema.Subject == subject
            where version == null ? schema.GoneAt == null : schema.Version == version
            orderby schema.Version descending
            select schema
        ).FirstOrDefaultAsync(stop);
        return seen is null ? null : Of(seen, await Read(db, seen, stop));
    }

    /// <summary>Two versions of a subject with what they refer to.</summary>
    /// <inheritdoc cref="ComparedVersions.Chosen"/>
    public async Task<ComparedVersions?> Compare(SchemaDetails subject, int? from, int? to, CancellationToken stop)
    {
        if (ComparedVersions.Chosen(subject, from, to) is not var (first, second))
        {
            return null;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var (was, now) = (await Read(db, first, stop), await Read(db, second, stop));
        return new(
            first,
            second,
            first.Type == second.Type
            && was is SchemaRead.Fine { Schema: var before }
            && now is SchemaRead.Fine { Schema: var after }
                ? SchemaFieldDiff.Of(before, after)
                : null
        );
    }

    // What the portal wouldn't take isn't read for a page either.
    private static async Task<SchemaRead> Read(PortalDb db, SeenSchema seen, CancellationToken stop) =>
        seen.Text.Length <= SchemaText.Longest
            ? await new SeenReferences(db, seen.ClusterId).Read(seen, stop)
            : new SchemaRead.Unread("It is longer than the portal reads.");

    private static PayloadSchema Of(SeenSchema seen, SchemaRead read) =>
        read switch
        {
            SchemaRead.Fine(var schema) => new(seen.Version, seen.Type, schema, null),
            SchemaRead.Unread(var why) => Unread(seen, why),
            SchemaRead.Broken { Faults: [var first, ..] } => Unread(seen, first.Message),
            _ => Unread(seen, "It refers to itself."),
        };

    private static PayloadSchema Unread(SeenSchema seen, string why) =>
        new(seen.Version, seen.Type, null, $"Version {seen.Version} can't be read here: {why}");
}
