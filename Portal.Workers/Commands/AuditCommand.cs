using Npgsql;
using Portal.Core.Audit;

namespace Portal.Workers.Commands;

/// <summary><c>dotnet Portal.Workers.dll audit verify</c>: holds the audit log against itself and against what was signed outside the database.</summary>
internal static class AuditCommand
{
    public const string Word = "audit";

    public static async Task<int> Run(IServiceProvider services, TextWriter words, CancellationToken stop)
    {
        try
        {
            var found = await services.GetRequiredService<AuditCheck>().Run(stop);
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
        catch (NpgsqlException unreachable)
        {
            await words.WriteLineAsync($"The store doesn't answer: {unreachable.Message}");
            return 2;
        }
    }
}
