using System.Collections.Concurrent;
using System.Security.Claims;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// Requests userinfo for a person's e-mail address alone: what can't be read keeps nobody out, and holds nobody up for long. Userinfo that doesn't answer
/// isn't requested again for a minute.
/// </summary>
internal sealed partial class EmailLookup(TimeProvider time, ILogger<EmailLookup> log)
{
    /// <summary>Stands beside what a provider states where the person's e-mail address could not be read.</summary>
    public const string Unread = "portal:email-unread";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // The issuers whose userinfo could not be read for an address since it last could, and until when it isn't requested for one.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _failed = new(StringComparer.Ordinal);

    /// <param name="read">Reads userinfo.</param>
    /// <returns>What userinfo states of the person, or <see cref="Unread"/>.</returns>
    public async Task<List<Claim>> Of(
        string issuer,
        Func<CancellationToken, Task<List<Claim>>> read,
        CancellationToken stop
    )
    {
        if (_failed.TryGetValue(issuer, out var until) && time.GetUtcNow() < until)
        {
            return [new(Unread, "")];
        }

        using var late = new CancellationTokenSource(Longest, time);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            var person = await read(within.Token);
            _failed.TryRemove(issuer, out _);
            return person;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            Note(issuer, failure);
            return [new(Unread, "")];
        }
    }

    // What was refused may be about one person, and took no time: it is requested for the next one.
    private void Note(string issuer, Exception failure)
    {
        var isSilent = failure is OperationCanceledException or HttpRequestException { StatusCode: null };
        var until = time.GetUtcNow() + (isSilent ? Pause : TimeSpan.Zero);
        if (_failed.TryAdd(issuer, until))
        {
            LogUnread(issuer, failure);
        }

        _failed[issuer] = until;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The userinfo of {Issuer} can't be read for the e-mail address that its tokens lack: people sign in without it"
    )]
    private partial void LogUnread(string issuer, Exception failure);
}
