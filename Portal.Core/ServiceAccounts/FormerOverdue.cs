namespace Portal.Core.ServiceAccounts;

/// <summary>A former password whose time is over while a run has its account in hand.</summary>
/// <param name="Change">The change of that run.</param>
/// <param name="Until">When it was to end.</param>
/// <param name="IsReplacement">
/// The run itself gives the account its new password. Nobody can see that before the change is over, and it may be taken back: without the former one
/// no client could sign in.
/// </param>
/// <param name="IsEnd">The run is the end that was agreed to, and goes on: it deletes the password itself.</param>
public sealed record FormerOverdue(ChangeId Change, DateTimeOffset Until, bool IsReplacement, bool IsEnd);
