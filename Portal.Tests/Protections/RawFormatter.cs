using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Portal.Tests.Protections;

/// <summary>Writes to a log what it is given.</summary>
internal sealed class RawFormatter() : ConsoleFormatter("raw")
{
    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    ) => textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
}
