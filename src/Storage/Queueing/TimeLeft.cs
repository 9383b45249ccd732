namespace LlmSentinel.Storage.Queueing;

/// <summary>What is left of a pause.</summary>
internal static class TimeLeft
{
    extension(TimeProvider time)
    {
        /// <summary>What is left of a pause that began at a timestamp; zero when it is over.</summary>
        public TimeSpan Left(TimeSpan pause, long since)
        {
            var left = pause - time.GetElapsedTime(since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
