using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Web.Parts;

namespace Portal.Web.Features.Changes;

/// <summary>The changes that were applied while a chart's line was drawn.</summary>
internal static class ChangeMarks
{
    public static IEnumerable<Annotation> Since(DateTimeOffset from, IEnumerable<ChangeRow> changes) =>
        changes
            .Where(change => change.State == ChangeState.Applied && change.UpdatedAt > from)
            .Select(change => new Annotation(change.UpdatedAt, $"#{change.Id}"));
}
