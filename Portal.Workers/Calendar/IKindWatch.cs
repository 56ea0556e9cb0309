using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Reads what an engine has of a kind, or what follows from it, at <see cref="CalendarOptions.WatchEvery"/>. Found, not listed. Topics have none: Kafka's
/// own collectors see them.
/// </summary>
public interface IKindWatch : IJob;
