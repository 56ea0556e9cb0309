using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Portal.Tests.Kit;

/// <summary>
/// Why a page was answered with an apology: a browser only knows that it was. Of all webs of this process, by what was
/// logged.
/// </summary>
public sealed class FailedPages : ILoggerProvider, ILogger
{
    private const string Source = "Portal.Web.Layout.PageFailures";
    private static readonly ConcurrentQueue<string> Reasons = new();

    public static string All => string.Join(Environment.NewLine, Reasons);

    public ILogger CreateLogger(string categoryName) => categoryName == Source ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Reasons.Enqueue($"{formatter(state, exception)}: {exception}");

    public void Dispose() { }
}
