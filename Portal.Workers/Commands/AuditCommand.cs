using Portal.Core.Audit;
using Portal.Core.Store;

namespace Portal.Workers.Commands;

/// <summary><c>dotnet Portal.Workers.dll audit verify</c>: holds the audit log against itself and against what was signed outside the database.</summary>
internal static class AuditCommand
{
    public const string Word = "audit";

    // A store that has just been started answers in a moment.
    private const int Tries = 30;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static async Task<int> Run(IServiceProvider services, TextWriter words, CancellationToken stop)
    {
        try
        {
            var found = await Check(
                services.GetRequiredService<AuditCheck>(),
                services.GetRequiredService<TimeProvider>(),
                stop
            );
            await words.WriteLineAsync($"Events that were sealed, as far as the chain holds: {found.Chain.Sealed}");
            await words.WriteLineAsync(
                found.Head is { } head
                    ? $"Newest signed head: number {head.Number}, {head.At:u}"
                    : "Newest signed head: none"
            );
            foreach (var fault in found.Faults)
            {
                await words.WriteLineAsync(fault);
            }

            await words.WriteLineAsync(
                found.Faults.Count == 0 ? "The audit log holds." : "The audit log does not hold."
            );
            return found.Faults.Count == 0 ? 0 : 1;
        }
        catch (Exception silent) when (StoreFailure.IsSilence(silent))
        {
            await words.WriteLineAsync($"The store doesn't answer: {silent.GetBaseException().Message}");
            return 2;
        }
    }

    private static async Task<AuditFindings> Check(AuditCheck check, TimeProvider clock, CancellationToken stop)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await check.Run(stop);
            }
            catch (Exception silent) when (tried < Tries && StoreFailure.IsSilence(silent))
            {
                await Task.Delay(Between, clock, stop);
            }
        }
    }
}
