using Portal.Core.Schemas;
using Portal.Schemas.Payloads;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Schemas.Samples;

/// <summary>What is known of a sample.</summary>
/// <param name="Verdict">Null: nothing was typed yet, or nothing is known of it.</param>
/// <param name="IsChecking">It is of the text before this one.</param>
public sealed record TrialState(PayloadVerdict? Verdict, bool IsChecking);

/// <summary>A sample while it is typed, checked once typing pauses. The newest keystroke wins: it ends what the one before began.</summary>
public sealed class SampleTrial(TimeProvider time) : IDisposable
{
    /// <summary>How long nothing has to be typed.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly NewestCall _newest = new();

    public event Action? Changed;

    public PayloadSchema? Schema { get; private set; }

    /// <summary>The one of the schema's messages that the sample is of; null where there is nothing to choose.</summary>
    public string? Message { get; private set; }

    public string Text { get; private set; } = "";

    public TrialState State { get; private set; } = new(null, false);

    /// <summary>Why no example could be made; null otherwise.</summary>
    public string? NoExample { get; private set; }

    /// <summary>What is typed stays, and is checked against this version now.</summary>
    public Task Open(PayloadSchema schema)
    {
        if (ReferenceEquals(Schema, schema))
        {
            return Task.CompletedTask;
        }

        (Schema, NoExample) = (schema, null);
        var all = schema.Messages;
        Message =
            all.Contains(Message) ? Message
            : all is [var first, ..] ? first
            : null;
        return Check(TimeSpan.Zero);
    }

    public Task Choose(string? message)
    {
        (Message, NoExample) = (message, null);
        return Check(TimeSpan.Zero);
    }

    public Task Type(string text)
    {
        Text = text;
        return Check(Pause);
    }

    public Task FillIn()
    {
        switch (Schema?.Example(Message))
        {
            case PayloadExample.Made(var text):
                (Text, NoExample) = (text, null);
                break;
            case PayloadExample.Impossible(var why):
                NoExample = why;
                break;
        }

        return Check(TimeSpan.Zero);
    }

    public void Dispose() => _newest.Dispose();

    private async Task Check(TimeSpan pause)
    {
        var mine = _newest.Supersede(CancellationToken.None);
        var token = mine.Token;
        if (Schema is not { } schema || Text.Trim().Length == 0)
        {
            Show(new(null, false));
            return;
        }

        Show(State with { IsChecking = true });
        try
        {
            await Task.Delay(pause, time, token);
            var (message, text) = (Message, Text);
            // A large sample takes a moment, in which the page goes on.
            var verdict = await Task.Run(() => schema.Judge(message, text, token), token);
            token.ThrowIfCancellationRequested();
            Show(new(verdict, false));
        }
        catch (OperationCanceledException) when (!_newest.Is(mine))
        {
            // The newer one is checked, or nobody is there any more.
        }
    }

    private void Show(TrialState state)
    {
        State = state;
        Changed?.Invoke();
    }
}
