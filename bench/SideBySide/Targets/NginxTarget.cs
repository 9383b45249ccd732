using System.Diagnostics;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>nginx as a reverse proxy for streams is set up: no buffering, connections kept on both sides.</summary>
internal sealed class NginxTarget : Target
{
    private static readonly string[] Candidates = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"];

    /// <summary>The program; null when it is not installed.</summary>
    public static string? Program => Candidates.FirstOrDefault(File.Exists);

    public override string Name => TargetNames.Nginx;

    public override string? Missing(Places places) => Program is null ? "nginx is not installed (Debian: apt-get install nginx-light)" : null;

    public override async Task<RunningTarget> StartAsync(Places places, int upstreamPort)
    {
        var folder = places.NewFolder(Name);
        var port = Ports.Free();
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder, port, upstreamPort));
        var process = ChildProcess.Start(Name, new ProcessStartInfo(Program!, ["-p", folder, "-c", configuration, "-e", "stderr", "-g", "daemon off;"]));
        await Ports.ListeningAsync(port, process);
        return new RunningTarget(this, port, process);
    }

    // Prompts up to 8 MB stay in memory: a temporary file would be measured otherwise.
    private static string Configuration(string folder, int port, int upstreamPort) =>
        $$"""
        worker_processes auto;
        pid {{folder}}/nginx.pid;
        error_log stderr warn;
        events { worker_connections 16384; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          tcp_nodelay on;
          keepalive_requests 1000000000;
          keepalive_timeout 1h;
          client_max_body_size 0;
          client_body_buffer_size 8m;
          upstream llm {
            server 127.0.0.1:{{upstreamPort}};
            keepalive 8192;
            keepalive_requests 1000000000;
            keepalive_timeout 1h;
          }
          server {
            listen 127.0.0.1:{{port}} backlog=8192;
            location / {
              proxy_pass http://llm;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $host;
              proxy_buffering off;
              proxy_read_timeout 1h;
            }
          }
        }
        """;
}
