using Portal.Engines;

namespace Portal.Tests.CrashMatrix;

/// <summary>The acts that reached an engine, a line each: done, or refused by the engine itself.</summary>
public sealed class NotedActs(string file)
{
    public async Task<T> Note<T>(string act, Func<Task<T>> send)
    {
        try
        {
            var done = await send();
            await File.AppendAllTextAsync(file, $"{act}\n");
            return done;
        }
        catch (EngineException reached) when (reached.Fault != EngineFault.Transient)
        {
            await File.AppendAllTextAsync(file, $"{act}\n");
            throw;
        }
    }

    public Task Note(string act, Func<Task> send) =>
        Note(
            act,
            async () =>
            {
                await send();
                return true;
            }
        );
}
