using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Engines.Flink;

/// <summary>
/// What may stand where somebody writes, for one editor. One session at the SQL Gateway is asked for as long as the statements name the same topics and
/// have the same views. It is opened beside: who asks meanwhile gets the words of the one before, or none.
/// </summary>
public sealed class JobCompletion(IFlinkClusters flinks, JobTopics topics, TimeProvider clock) : IDisposable
{
    /// <summary>No session is opened sooner after another, however fast somebody types.</summary>
    public static readonly TimeSpan OpensEvery = TimeSpan.FromSeconds(5);

    /// <summary>Whoever types has gone on by then.</summary>
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(1);

    private const string Name = "studio";
    private bool _isClosed;
    private Opened? _open;
    private long? _openedAt;

    /// <param name="on">The cluster whose Flink would run the statements.</param>
    /// <param name="position">Characters before the place.</param>
    /// <returns>None where the gateway isn't asked, or says nothing in time.</returns>
    public async Task<IReadOnlyList<string>> Words(
        Caller who,
        ClusterId on,
        JobDefinition definition,
        int position,
        CancellationToken stop
    )
    {
        if (
            definition.Statements.Length > JobSpecReview.LongestStatements
            || Authority.May(who, new CallerAction.ExplainSql()) is { Granted: false }
        )
        {
            return [];
        }

        var wanted = Tables(on, definition);
        if (_open?.Tables != wanted && (_openedAt is not { } at || clock.GetElapsedTime(at) >= OpensEvery))
        {
            _openedAt = clock.GetTimestamp();
            _ = Open(on, definition, wanted);
        }

        return _open is { } open && open.On == on
            ? await Ask(open, StatementAt.Of(definition.Statements, position), stop)
            : [];
    }

    public void Dispose()
    {
        _isClosed = true;
        Replace(null);
    }

    // All that decides what lies in a session: what else is written changes nothing there.
    private static string Tables(ClusterId on, JobDefinition definition)
    {
        var script = JobScript.Draft(definition.Statements);
        return string.Join(
            '\n',
            script
                .Tables.Select(table => table.Name)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Concat(script.Statements.Where(s => s.Kind == StatementKind.View).Select(view => view.Text))
                .Concat((definition.Sources ?? []).Select(source => $"{source}"))
                .Prepend($"{on.Value}")
        );
    }

    private async Task<IReadOnlyList<string>> Ask(Opened open, StatementAt at, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(AnswersWithin, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await open.Editor.Complete(at, both.Token);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (EngineException)
        {
            // Idle for too long, or the gateway has started again: the next one is opened for the next word.
            if (_open == open)
            {
                Replace(null);
            }

            return [];
        }
    }

    private async Task Open(ClusterId on, JobDefinition definition, string wanted)
    {
        try
        {
            // Whoever has left meanwhile has it closed.
            var never = CancellationToken.None;
            var tables = await topics.Requested(on, Name, definition, PlannedTopics.None, never);
            var submission = JobSubmission.Of(Name, JobSubmission.NoJob, definition, tables, from: null);
            var editor = await (await flinks.Open(on, never)).Edit(submission, never);
            if (_isClosed)
            {
                await editor.DisposeAsync();
            }
            else
            {
                Replace(new(on, wanted, editor));
            }
        }
        catch (Exception none) when (none is EngineException || StoreFailure.IsSilence(none))
        {
            // The editor has words of its own.
        }
    }

    private void Replace(Opened? next)
    {
        var former = _open;
        _open = next;
        _ = former?.Editor.DisposeAsync().AsTask();
    }

    private sealed record Opened(ClusterId On, string Tables, ISqlEditor Editor);
}
