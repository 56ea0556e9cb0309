using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Web.Identity;

namespace Portal.Web.Features.Schemas;

/// <summary>Asking for the deletion of versions: an update of their subject, as any other.</summary>
public sealed class VersionDeletionRequest(ChangeRequests requests, StoreWatch silence, Me me)
{
    /// <param name="wanted">What is wanted of the subject now.</param>
    /// <param name="seen">Its versions, newest first.</param>
    public Task<Outcome<ChangeId>> Ask(
        string cluster,
        string subject,
        string owner,
        SchemaSpec wanted,
        IReadOnlyList<SeenSchema> seen,
        VersionDeletions asked
    ) =>
        silence.Ask(() =>
            requests.Submit(
                me.Caller,
                new ChangeDraft(
                    "",
                    asked.Reason,
                    owner,
                    [
                        new ResourceDraft(
                            SchemaKind.Word,
                            ResourceOperation.Update,
                            cluster,
                            subject,
                            Without(wanted, seen, asked),
                            // The text is wanted even where nobody edits it: what somebody else registered goes.
                            Base: NewNewest(seen, asked) is null ? wanted : null
                        ),
                    ]
                ),
                CancellationToken.None
            )
        );

    /// <summary>The spec with these versions deleted. Where the newest is among them, its text is that of the newest that stays.</summary>
    internal static SchemaSpec Without(SchemaSpec wanted, IReadOnlyList<SeenSchema> seen, VersionDeletions asked)
    {
        var spec = NewNewest(seen, asked) is { } stays
            ? wanted with
            {
                Type = stays.Type,
                Schema = stays.Text,
                References = stays.Refs,
            }
            : wanted;
        return spec with
        {
            DeletedVersions =
            [
                .. wanted
                    .DeletedVersions.Where(d => !asked.Versions.Contains(d.Version))
                    .Concat(asked.Versions.Select(version => new VersionDeletion(version, asked.ArePermanent)))
                    .OrderBy(d => d.Version),
            ],
        };
    }

    // The newest that stays, where the newest is among those that go.
    private static SeenSchema? NewNewest(IReadOnlyList<SeenSchema> seen, VersionDeletions asked)
    {
        var there = seen.Where(version => version.GoneAt is null).ToList();
        return there is [var newest, ..] && asked.Versions.Contains(newest.Version)
            ? there.Find(version => !asked.Versions.Contains(version.Version))
            : null;
    }
}
