using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Commands;

/// <summary>
/// <c>dotnet Portal.Workers.dll audit begin-anew --reason WORDS --yes</c>: has the audit log signed again, from where it is, after a failover or a
/// restore to an earlier time lost what was signed. The log has an event of it, and what was signed before is kept beside.
/// </summary>
internal static class BeginAnewCommand
{
    public const string Word = "begin-anew";

    public static async Task<int> Run(
        IServiceProvider services,
        string[] options,
        TextWriter words,
        CancellationToken stop
    )
    {
        if (ConfirmedReason.In(options) is not { } reason)
        {
            await words.WriteLineAsync(
                $"Use: audit {Word} {ConfirmedReason.Use}. It sets aside what was signed of the audit log, which can't be held against that any more. "
                    + "Look first what audit verify finds, and why."
            );
            return 1;
        }

        try
        {
            await BeginAnew(services, reason, words, stop);
            return 0;
        }
        catch (Exception silent) when (StoreFailure.IsSilence(silent))
        {
            await words.WriteLineAsync($"The store doesn't answer: {silent.GetBaseException().Message}");
            return 2;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await words.WriteLineAsync($"What was signed could not be set aside: {failure.Message}");
            return 1;
        }
    }

    // The event comes first: nothing is set aside without a trace.
    private static async Task BeginAnew(
        IServiceProvider services,
        string reason,
        TextWriter words,
        CancellationToken stop
    )
    {
        var heads = services.GetRequiredService<IAuditHeads>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var newest = (await heads.Read(stop)).Signed.MaxBy(head => head.Number);
        var former = newest is null ? "none" : $"number {newest.Number}, {newest.At:u}";
        await using (
            var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(stop)
        )
        {
            db.Add(
                new AuditEvent
                {
                    At = now,
                    Actor = new Actor("operator", ActorVia.Service),
                    Kind = "audit.begun_anew",
                    Words = $"Signing begins anew. Newest signed head before: {former}. Reason: {reason}",
                }
            );
            await db.SaveChangesAsync(stop);
        }

        var aside = await heads.SetAside(now, stop);
        await words.WriteLineAsync($"Newest signed head before: {former}");
        await words.WriteLineAsync(
            aside is null ? "Nothing was signed before." : $"What was signed before is in {aside}"
        );
        await words.WriteLineAsync("The log is signed again as soon as workers run.");
    }
}
