using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Kit;

/// <summary>Keeps what was logged, as an operator would read it.</summary>
public sealed class LogLines<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<Exception> _stacks = new();

    public IReadOnlyCollection<string> All => _lines;

    /// <summary>Those that are a warning or worse.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>What was logged with its stack.</summary>
    public IReadOnlyCollection<Exception> Stacks => _stacks;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (exception is not null)
        {
            _stacks.Enqueue(exception);
        }

        var line = formatter(state, exception);
        if (logLevel >= LogLevel.Warning)
        {
            _warnings.Enqueue(line);
        }

        _lines.Enqueue(line);
    }
}
