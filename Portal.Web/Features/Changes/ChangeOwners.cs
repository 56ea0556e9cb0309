using Portal.Core.Changes.Lists;

namespace Portal.Web.Features.Changes;

/// <summary>The teams that own what a change is about, as people know them.</summary>
internal static class ChangeOwners
{
    public static string Titles(ChangeRow change) => string.Join(", ", change.Owners.Select(owner => owner.Title));
}
