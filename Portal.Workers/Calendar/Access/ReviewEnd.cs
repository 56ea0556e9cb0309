using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Workers.Calendar.Access;

/// <summary>Reminds the owners of a round of access reviews before its end, and closes it then.</summary>
public sealed class ReviewEnd(AccessReviewEnd reviews) : IDueHandler
{
    public DueKind Kind => AccessDues.Review;

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop) =>
        await reviews.Do(db, row.SubjectId, stop) is { } again
            ? await Dues.PutOff(db, row, again, stop)
            : await db.Set<Due>().Where(d => d.Id == row.Id).ExecuteDeleteAsync(stop) > 0;
}
