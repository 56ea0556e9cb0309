using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// A connection on which a statement failed, or was cancelled, goes back to its pool with nothing prepared. Npgsql (10.0.3 too, its issue 6391)
/// takes a statement that failed between being parsed and having its columns described for one without rows: whoever sends it next there is
/// refused the rows that it brings, though it was carried out. All that is prepared there goes, not that statement alone: Npgsql looks through
/// what it has prepared for one to replace, and refuses to go on when one of them isn't any more.
/// </summary>
internal sealed class FailedStatement : DbConnectionInterceptor, IDbCommandInterceptor
{
    public static readonly FailedStatement Shared = new();

    private readonly ConditionalWeakTable<DbConnection, object> _failed = [];

    public override InterceptionResult ConnectionClosing(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    )
    {
        Forget(connection);
        return result;
    }

    // One round trip, waited for by its thread: Npgsql has no other way, and it is made after a failure alone.
    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    )
    {
        Forget(connection);
        return ValueTask.FromResult(result);
    }

    void IDbCommandInterceptor.CommandFailed(DbCommand command, CommandErrorEventData eventData) =>
        Remember(command.Connection);

    Task IDbCommandInterceptor.CommandFailedAsync(
        DbCommand command,
        CommandErrorEventData eventData,
        CancellationToken cancellationToken
    ) => Remembered(command.Connection);

    void IDbCommandInterceptor.CommandCanceled(DbCommand command, CommandEndEventData eventData) =>
        Remember(command.Connection);

    Task IDbCommandInterceptor.CommandCanceledAsync(
        DbCommand command,
        CommandEndEventData eventData,
        CancellationToken cancellationToken
    ) => Remembered(command.Connection);

    private void Remember(DbConnection? connection)
    {
        if (connection is not null)
        {
            _failed.AddOrUpdate(connection, this);
        }
    }

    private Task Remembered(DbConnection? connection)
    {
        Remember(connection);
        return Task.CompletedTask;
    }

    // Not before it is closed: in a transaction that failed no statement is answered but its end.
    private void Forget(DbConnection connection)
    {
        if (!_failed.Remove(connection) || connection is not NpgsqlConnection { State: ConnectionState.Open } returned)
        {
            return;
        }

        try
        {
            returned.UnprepareAll();
        }
        catch (NpgsqlException)
        {
            // The connection is broken, and what it had prepared with it; what failed first is what is reported.
        }
    }
}
