# Rscript sna.R TASK FOLDER TIMES: seconds that sna takes for TIMES repetitions, on the last line.
suppressMessages(library(sna))
arguments <- commandArgs(trailingOnly = TRUE)
task <- arguments[1]
times <- as.integer(arguments[3])
matrix_of <- function(name) as.matrix(read.csv(file.path(arguments[2], name), header = FALSE))
m <- unname(matrix_of("m1.csv"))
groups <- scan(file.path(arguments[2], "groups.csv"), quiet = TRUE)

bootstrap <- function(times, paths = TRUE) {
  for (r in seq_len(times)) {
    index <- sample(nrow(m), replace = TRUE)
    b <- m[index, index]
    b[outer(index, index, "==")] <- 0
    gden(b); grecip(b, measure = "edgewise"); gtrans(b)
    if (paths) centralization(b, betweenness) else centralization(b, degree, cmode = "indegree")
  }
}
fragmentation <- function(m) {
  d <- geodist(m, inf.replace = Inf)$gdist
  d <- d[row(d) != col(d)]
  c(mean(is.infinite(d)), 1 - mean(1 / d))
}
work <- switch(task,
  left_out = function() for (i in seq_len(times)) betweenness(m[-i, -i]),
  fragility = function() { e <- pmax(m, t(m)); for (i in seq_len(times)) fragmentation(e[-i, -i]) },
  qap = function() qaptest(list(m, unname(matrix_of("m2.csv"))), gcor, g1 = 1, g2 = 2, reps = times),
  brokerage = function() for (r in seq_len(times)) brokerage(m, groups),
  bootstrap = function() bootstrap(times),
  degrees = function() bootstrap(times, paths = FALSE),
  metrics = function() for (r in seq_len(times)) {
    components(m, connected = "weak"); gden(m); grecip(m, measure = "edgewise"); gtrans(m)
    betweenness(m); closeness(m, cmode = "suminvundir"); kcores(m); cutpoints(m); brokerage(m, groups)
    centralization(m, degree, cmode = "indegree")
  })
cat(unname(system.time(work())["elapsed"]), "\n")
