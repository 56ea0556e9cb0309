using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// A statement that failed, or was cancelled, isn't kept prepared on its connection. Npgsql (10.0.3 too, its issue 6391) takes one that failed
/// between being parsed and having its columns described for one without rows: whoever sends it next there is refused the rows that it
/// brings, though it was carried out.
/// </summary>
internal sealed class FailedStatement : DbCommandInterceptor
{
    public override Task CommandFailedAsync(
        DbCommand command,
        CommandErrorEventData eventData,
        CancellationToken cancellationToken = default
    ) => Forget(command);

    public override Task CommandCanceledAsync(
        DbCommand command,
        CommandEndEventData eventData,
        CancellationToken cancellationToken = default
    ) => Forget(command);

    private static async Task Forget(DbCommand command)
    {
        if (command is not NpgsqlCommand { Connection.State: ConnectionState.Open } failed)
        {
            return;
        }

        try
        {
            // Whoever cancelled it doesn't cancel this.
            await failed.UnprepareAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The connection is broken, and its statements with it; what failed first is what is told.
        }
    }
}
