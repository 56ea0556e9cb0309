using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.People.Requests;

namespace Portal.Web.Features.Changes;

/// <summary>The tabs of the changes page.</summary>
public enum ChangesTab
{
    Mine,
    Requested,
    UnderWay,
    Stuck,
    All,

    /// <summary>Begun and not sent.</summary>
    Drafts,
}

/// <summary>What the address names.</summary>
public sealed record ChangesQuery(string? Tab, string? Words, string? Environment, long? Chosen);

/// <param name="Preview">The one that is chosen, whole.</param>
/// <param name="RoleRequests">That this person may decide, where what needs their approval is shown.</param>
/// <param name="HasMore">The list goes on below what is shown.</param>
public sealed record ChangesView(
    ChangesQuery Query,
    ChangesTab Tab,
    IReadOnlyList<ChangeRow> Rows,
    IReadOnlyDictionary<ChangesTab, int> Counts,
    ChangeShown? Preview,
    bool HasMore,
    IReadOnlyList<DraftRow> Drafts,
    IReadOnlyList<RoleRequestRow> RoleRequests
);
