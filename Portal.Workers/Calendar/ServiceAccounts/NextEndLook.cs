using Portal.Core.Changes;

namespace Portal.Workers.Calendar.ServiceAccounts;

/// <summary>When a former password is looked at again that is to end.</summary>
internal static class NextEndLook
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAtLeast = TimeSpan.FromHours(1);

    // A run that has it in hand is over soon, or the next sweep ends it apart from that.
    private static readonly TimeSpan LookSoon = TimeSpan.FromSeconds(10);

    /// <param name="until">When it is to end, as agreed to by now: a sooner end that isn't applied yet counts from then on.</param>
    /// <param name="isHeld">Whether a run has its account in hand.</param>
    /// <param name="end">The change that ends it, as it was found; null: there is none.</param>
    public static DateTimeOffset At(DateTimeOffset until, bool isHeld, ChangeState? end, DateTimeOffset now) =>
        isHeld ? now + (until <= now ? LookSoon : LookAgain)
        : until > now ? until
        : end is ChangeState.ChangesRequested or ChangeState.PendingApproval ? now + Again(now - until)
        : now + LookAgain;

    // One that isn't possible is planned again at each look, and the audit log has each plan: the longer it is over, the less often.
    private static TimeSpan Again(TimeSpan over) =>
        over < LookAgain * 10 ? LookAgain
        : over > LookAtLeast * 10 ? LookAtLeast
        : over / 10;
}
