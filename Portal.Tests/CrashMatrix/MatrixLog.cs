using Microsoft.Extensions.Logging;
using Portal.Workers.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>What an order's applier says, line by line on standard output, for its parent.</summary>
public sealed class MatrixLog(MatrixOrder order) : ILoggerProvider
{
    /// <summary>How the line begins by which an applier says that it has let go of a run.</summary>
    public const string Carried = "Carried: ";

    public ILogger CreateLogger(string categoryName) =>
        new Line(order.Id, categoryName == typeof(ApplyingWorker).FullName);

    public void Dispose()
    {
        // Standard output stays open until the process ends.
    }

    private sealed class Line(int order, bool isApplier) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isApplier;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (isApplier)
            {
                var words = $"{order} {formatter(state, exception)} {exception}";
                Console.Out.WriteLine(words.ReplaceLineEndings(" "));
                Console.Out.Flush();
            }
        }
    }
}
